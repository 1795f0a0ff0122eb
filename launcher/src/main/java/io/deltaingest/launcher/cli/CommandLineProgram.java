package io.deltaingest.launcher.cli;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The program from its arguments to its exit code; every failure becomes one clear message. */
public final class CommandLineProgram {
  /** What Vert.x's own launcher calls the configuration file, and many start scripts therefore. */
  private static final String CONF = "-conf";

  private final Map<String, String> environment;
  private final Terminal terminal;
  private final Runner runner;

  /**
   * @param environment the variables beside the options
   * @param runner does the work
   */
  public CommandLineProgram(Map<String, String> environment, Terminal terminal, Runner runner) {
    this.environment = environment;
    this.terminal = terminal;
    this.runner = runner;
  }

  /** Does what the arguments say, to its end. Sets up logging for the whole process. */
  public int run(String... arguments) {
    Session session = new Session(environment, terminal, runner);
    CommandLine command =
        new CommandLine(new RootCommand())
            .addSubcommand(new IngestCommand(session))
            .addSubcommand(new ServeCommand(session))
            // A password or a transform may begin with @, which picocli would take for a file.
            .setExpandAtFiles(false)
            .setUnmatchedOptionsAllowedAsOptionParameters(false)
            .setUsageHelpWidth(100)
            .setOut(writer(terminal.out()))
            .setErr(writer(terminal.err()))
            .setParameterExceptionHandler(new UsageErrors(session))
            .setExecutionExceptionHandler((failure, at, parsed) -> report(failure, session));
    return command.execute(withCommand(arguments));
  }

  private static int report(Exception failure, Session session) {
    if (failure instanceof InvalidConfigException invalid) {
      for (ConfigProblem problem : invalid.problems()) {
        session.report(problem.toString(), null);
      }
      return ExitCodes.USAGE;
    }
    if (failure instanceof IngestException known) {
      session.report(known.problem().oneLine(), known);
      return known instanceof ConfigurationException ? ExitCodes.USAGE : ExitCodes.FAILED;
    }
    session.reportBug(failure);
    return ExitCodes.FAILED;
  }

  private static String[] withCommand(String[] arguments) {
    List<String> given = Arrays.asList(arguments);
    boolean serves = given.contains(CONF) && !given.contains("ingest") && !given.contains("serve");
    return serves
        ? Stream.concat(Stream.of("serve"), given.stream()).toArray(String[]::new)
        : arguments;
  }

  private static PrintWriter writer(PrintStream to) {
    return new PrintWriter(to, true, StandardCharsets.UTF_8);
  }
}
