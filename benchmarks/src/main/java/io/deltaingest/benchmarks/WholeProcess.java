package io.deltaingest.benchmarks;

import io.deltaingest.quickstart.TableFiles;
import io.deltaingest.testkit.KafkaProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What programs have in common that measure the launcher as a whole process beside a broker. */
final class WholeProcess {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli itself acts on it
  private boolean help;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--cpus",
      paramLabel = "LIST",
      description = "Bind what is measured to these CPUs, as taskset -c does; the broker is not.")
  private String cpus;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where topics and tables are kept while it runs.")
  private Path folder;

  @Option(
      names = "--launcher",
      paramLabel = "FILE",
      defaultValue = "bin/kafka-delta-ingest",
      description = "The program to measure (default: ${DEFAULT-VALUE}).")
  private Path launcher;

  /** Runs the program and ends the process. */
  static void run(Callable<Integer> program, String[] args) {
    BenchmarkLogging.toStandardError();
    System.exit(
        new CommandLine(program).setExecutionExceptionHandler(new ShortFailure()).execute(args));
  }

  /** Refuses what can't be measured, or not here. */
  void check(long messages, int runs) {
    ProcFiles.requireLinux();
    if (messages < 1 || runs < 1 || partitions < 1) {
      throw new IllegalArgumentException("--messages, --runs and --partitions must be above zero");
    }
  }

  int partitions() {
    return partitions;
  }

  /** The program, started once: the first start makes an archive of classes for those after it. */
  IngestCommandLine program() throws IOException, InterruptedException {
    IngestCommandLine program = new IngestCommandLine(launcher);
    new ProcessBuilder(program.launcher().toString(), "--version")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return program;
  }

  /** A folder for everything that is written; the caller closes it. */
  TemporaryFolder workFolder() throws IOException {
    return TemporaryFolder.create(folder);
  }

  /** A broker in a process of its own; the caller closes it, before the folder. */
  static KafkaProcess broker(TemporaryFolder work) {
    return KafkaProcess.startToMeasure(work.path().resolve("kafka"));
  }

  MeasuredProcess measured(List<String> command, Path output) {
    return new MeasuredProcess(command, cpus, output);
  }

  MeasuredProcess measured(List<String> command, Map<String, String> environment, Path output) {
    return new MeasuredProcess(command, environment, cpus, output);
  }

  /** What is in a table that the program wrote. */
  TableFiles read(Path table) {
    return TableFiles.read(table, IngestCommandLine.APP_ID, partitions);
  }

  /** What was measured, on what, and the figures. */
  static void print(PrintStream out, String what, Object figures) {
    out.printf(
        Locale.ROOT,
        "%s; %s, %d CPUs, Java %s%n%n%s",
        what,
        ProcFiles.processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        figures);
  }

  static void say(String format, Object... arguments) {
    System.err.println(String.format(Locale.ROOT, format, arguments));
  }
}
