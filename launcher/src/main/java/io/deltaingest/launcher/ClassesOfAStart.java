package io.deltaingest.launcher;

import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.cli.CommandLineProgram;
import io.deltaingest.launcher.cli.Runner;
import io.deltaingest.launcher.cli.Terminal;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.ServeRun;
import io.deltaingest.launcher.runtime.Rehearsal;
import io.deltaingest.launcher.runtime.RehearsalRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Loads the classes that a short {@code ingest} loads, from its arguments to its end, of JSON and
 * of Avro with a registry, for the archive that the start script has made of them. Its one argument
 * is an empty folder to work in; no broker is needed, none is asked, and the exit code is 0 when
 * all went as it should.
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

  private static final String JSON_MESSAGE =
      "{\"id\":1,\"text\":\"one\",\"meta\":{\"at\":\"2021-03-24T15:06:17.321710+00:00\"}}";

  private static final int AVRO_SCHEMA_ID = 1;
  private static final String AVRO_SCHEMA =
      "{\"type\":\"record\",\"name\":\"Message\",\"fields\":["
          + "{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"text\",\"type\":[\"null\",\"string\"]},"
          + "{\"name\":\"meta\",\"type\":{\"type\":\"record\",\"name\":\"Meta\",\"fields\":["
          + "{\"name\":\"at\",\"type\":\"string\"}]}}]}";

  /** In the registry's wire format: the schema's id; 1, "one", and a time of 20 characters. */
  private static final String AVRO_MESSAGE =
      "\0\0\0\0\1" + "\2" + "\2\6one" + "(2021-03-24T15:06:17Z";

  private ClassesOfAStart() {}

  public static void main(String[] args) throws IOException {
    System.exit(rehearse(Path.of(args[0])));
  }

  /** Returns the exit code. */
  static int rehearse(Path folder) throws IOException {
    Files.writeString(folder.resolve("schema.json"), SCHEMA);
    int exitCode = ingest(folder, "json", JSON_MESSAGE, Rehearsal::perform);
    if (exitCode != 0) {
      return exitCode;
    }
    try (RehearsalRegistry registry = RehearsalRegistry.start(AVRO_SCHEMA_ID, AVRO_SCHEMA)) {
      return ingest(
          folder,
          "avro",
          AVRO_MESSAGE,
          (rehearsal, progress) -> rehearsal.makeRows(),
          "--avro",
          registry.url());
    }
  }

  private static int ingest(
      Path folder, String table, String message, Part part, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ingest",
                "rehearsal",
                folder.resolve(table).toString(),
                "--kafka",
                // Port 1 is nobody's: the clients are refused at once.
                "127.0.0.1:1",
                "--consumer_group",
                "rehearsal",
                "--app_id",
                "rehearsal",
                "--create",
                "--schema",
                folder.resolve("schema.json").toString(),
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
    arguments.addAll(List.of(options));
    return new CommandLineProgram(Map.of(), Terminal.ofProcess(), new Once(message, part))
        .run(arguments.toArray(String[]::new));
  }

  private static String column(String name, String type) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{}}"
        .formatted(name, type);
  }

  /** How much of a rehearsal there is. */
  private interface Part {
    void perform(
        Rehearsal rehearsal, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress)
        throws Exception;
  }

  private record Once(String message, Part part) implements Runner {
    @Override
    public int ingest(IngestRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress)
        throws Exception {
      part.perform(new Rehearsal(run, message), progress);
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
