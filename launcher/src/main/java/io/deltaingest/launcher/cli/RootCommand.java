package io.deltaingest.launcher.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program without a command: shows how it is called. */
@Command(
    name = "kafka-delta-ingest",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    description =
        "Streams data from Apache Kafka into Delta Lake tables, each message exactly once.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "kafka-delta-ingest COMMAND --help shows the options of a command.",
      "kafka-delta-ingest -conf FILE is short for serve --config FILE.",
      "",
      "Exit codes: 0 done or stopped by a signal, 1 failed at run time, 2 something to mend in"
          + " arguments, environment or configuration."
    })
final class RootCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCodes.USAGE;
  }
}
