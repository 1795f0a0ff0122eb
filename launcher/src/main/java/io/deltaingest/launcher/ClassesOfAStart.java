package io.deltaingest.launcher;

import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.cli.CommandLineProgram;
import io.deltaingest.launcher.cli.Runner;
import io.deltaingest.launcher.cli.Terminal;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.ServeRun;
import io.deltaingest.launcher.runtime.Rehearsal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Loads the classes that a short {@code ingest} loads, from its arguments to its end, for the
 * archive that the start script has made of them. Its one argument is an empty folder to work in;
 * no broker is needed, none is asked, and the exit code is 0 when all went as it should.
 */
public final class ClassesOfAStart {

  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + column("id", "long")
          + ","
          + column("text", "string")
          + ","
          + column("date", "string")
          + ",{\"name\":\"meta\",\"type\":{\"type\":\"struct\",\"fields\":["
          + column("offset", "long")
          + ","
          + column("at", "timestamp")
          + "]},\"nullable\":true,\"metadata\":{}}]}";

  private static final String MESSAGE =
      "{\"id\":1,\"text\":\"one\",\"meta\":{\"at\":\"2021-03-24T15:06:17.321710+00:00\"}}";

  private ClassesOfAStart() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path schema = Files.writeString(folder.resolve("schema.json"), SCHEMA);
    System.exit(
        new CommandLineProgram(Map.of(), Terminal.ofProcess(), new Once())
            .run(
                "ingest",
                "rehearsal",
                folder.resolve("table").toString(),
                "--kafka",
                // Port 1 is nobody's: the clients are refused at once.
                "127.0.0.1:1",
                "--consumer_group",
                "rehearsal",
                "--app_id",
                "rehearsal",
                "--create",
                "--schema",
                schema.toString(),
                "--partition_by",
                "date",
                "--auto_offset_reset",
                "earliest",
                "--ends_at_latest_offsets",
                "--start_timeout",
                "1",
                "--Kafka",
                "request.timeout.ms=300",
                "--Kafka",
                "default.api.timeout.ms=300",
                "--transform",
                "date: substr(meta.at, `0`, `10`)",
                "--transform",
                "meta.offset: kafka.offset"));
  }

  private static String column(String name, String type) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{}}"
        .formatted(name, type);
  }

  private record Once() implements Runner {
    @Override
    public int ingest(IngestRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress)
        throws Exception {
      new Rehearsal(run, MESSAGE).perform(progress);
      return 0;
    }

    @Override
    public int design(IngestRun run, PrintStream out) {
      throw new UnsupportedOperationException("a rehearsal has no schema to show");
    }

    @Override
    public int serve(ServeRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress) {
      throw new IllegalStateException("ingest was asked for");
    }
  }
}
