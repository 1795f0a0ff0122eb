package io.deltaingest.launcher;

import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.cli.CommandLineProgram;
import io.deltaingest.launcher.cli.Runner;
import io.deltaingest.launcher.cli.Terminal;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.JsonStreamConfigCodec;
import io.deltaingest.launcher.config.References;
import io.deltaingest.launcher.config.ServeRun;
import io.deltaingest.launcher.runtime.IngestProgram;
import io.deltaingest.launcher.runtime.ServeProgram;
import io.deltaingest.launcher.store.FileStreamStore;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The program's entry point. */
public final class Main {

  /**
   * A thread keeps native memory as large as its largest read or write, for good, unless that is
   * larger than this. Two threads of each worker would keep as much as its largest message takes.
   */
  private static final String NATIVE_BUFFERS_KEPT = "jdk.nio.maxCachedBufferSize";

  private Main() {}

  /** Does what the arguments say and ends the process with the exit code. */
  public static void main(String[] args) {
    if (System.getProperty(NATIVE_BUFFERS_KEPT) == null) {
      System.setProperty(NATIVE_BUFFERS_KEPT, Integer.toString(1 << 20));
    }
    Map<String, String> environment = System.getenv();
    System.exit(
        new CommandLineProgram(environment, Terminal.ofProcess(), new Programs(environment))
            .run(args));
  }

  /** The commands at run time. */
  private record Programs(Map<String, String> environment) implements Runner {
    @Override
    public int ingest(IngestRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress)
        throws Exception {
      return new IngestProgram(run, progress).run();
    }

    @Override
    public int design(IngestRun run, PrintStream out) throws Exception {
      return IngestProgram.design(run, out);
    }

    @Override
    public int serve(ServeRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress)
        throws Exception {
      FileStreamStore store =
          new FileStreamStore(
              run.config().statePath(),
              JsonStreamConfigCodec.withoutDefaults(new References(environment)));
      return new ServeProgram(run, store, progress).run();
    }
  }
}
