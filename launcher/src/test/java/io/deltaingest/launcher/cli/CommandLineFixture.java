package io.deltaingest.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.ServeRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * The whole command line, with an environment of its own and a runner that notes what it was told.
 */
final class CommandLineFixture {
  final Map<String, String> environment = new HashMap<>();
  boolean interactive;

  /** Instead of running: thrown, if set. */
  Exception failure;

  IngestRun ingested;
  ServeRun served;
  Function<Supplier<List<StreamStatus>>, AutoCloseable> progress;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  int run(String... arguments) {
    out.reset();
    err.reset();
    ingested = null;
    served = null;
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), interactive);
    return new CommandLineProgram(environment, terminal, new Notes()).run(arguments);
  }

  /** Runs {@code ingest} with a topic and a table, and gives what the runner was told. */
  IngestRun ingest(String... options) {
    assertThat(run(withTopicAndTable(options))).as(err()).isZero();
    return ingested;
  }

  /** Runs {@code ingest} with a topic and a table, expects it to be refused, and gives stderr. */
  String refused(String... options) {
    assertThat(run(withTopicAndTable(options))).as(err()).isEqualTo(2);
    assertThat(ingested).isNull();
    assertThat(out()).isEmpty();
    return err();
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  /** Gives the other tests back the logging that they started with. */
  void restoreLogging() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  private static String[] withTopicAndTable(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "ingest";
    arguments[1] = "web_requests";
    arguments[2] = "./table";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return arguments;
  }

  private final class Notes implements Runner {
    @Override
    public int design(IngestRun run, PrintStream designed) {
      ingested = run;
      designed.println("the schema");
      return 0;
    }

    @Override
    public int ingest(IngestRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> shown)
        throws Exception {
      ingested = run;
      progress = shown;
      if (failure != null) {
        throw failure;
      }
      return 0;
    }

    @Override
    public int serve(ServeRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> shown)
        throws Exception {
      served = run;
      progress = shown;
      if (failure != null) {
        throw failure;
      }
      return 0;
    }
  }
}
