package io.deltaingest.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long it takes to read the offsets of a table with a long log, and to commit to it: by this
 * project's two engines, and by the transactions of Delta Kernel and of delta-standalone. Each has
 * a table of its own, of the same size.
 */
@Command(
    name = "log-engines",
    description = "Time to read and to commit to a Delta log, by several ways of doing it.")
public final class LogEngines implements Callable<Integer> {

  private static final List<Function<Path, LogUnderTest>> WAYS =
      List.of(OwnLog::kernel, OwnLog::standalone, KernelLog::new, StandaloneLog::new);

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli itself acts on it
  private boolean help;

  @Option(
      names = "--files",
      split = ",",
      paramLabel = "N",
      defaultValue = "1000,10000",
      description = "Data files of the tables, ten a version (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes;

  @Option(
      names = "--loads",
      paramLabel = "N",
      defaultValue = "7",
      description = "Measured reads, after as many that are not (default: ${DEFAULT-VALUE}).")
  private int loads;

  @Option(
      names = "--commits",
      paramLabel = "N",
      defaultValue = "25",
      description = "Measured commits, after as many that are not (default: ${DEFAULT-VALUE}).")
  private int commits;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the tables are kept while it runs.")
  private Path folder;

  public static void main(String[] args) {
    BenchmarkLogging.toStandardError();
    System.exit(
        new CommandLine(new LogEngines())
            .setExecutionExceptionHandler(new ShortFailure())
            .execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (loads < 1 || commits < 1 || Collections.min(sizes) < 10 * GeneratedTable.FILES_PER_COMMIT) {
      throw new IllegalArgumentException(
          "--loads and --commits must be above zero, --files at least 100");
    }
    MarkdownTable results =
        new MarkdownTable(
            2,
            "log",
            "by",
            "files",
            "versions",
            "load and read 4 offsets, ms",
            "commit 10 files, ms");
    System.err.println("warming up");
    compare(Collections.min(sizes), true);
    for (int size : sizes) {
      for (boolean checkpoint : new boolean[] {true, false}) {
        System.err.printf(
            Locale.ROOT, "%,d files, %s%n", size, checkpoint ? "a checkpoint" : "no checkpoint");
        for (LogContender contender : compare(size, checkpoint)) {
          results.add(
              checkpoint ? "5 versions after a checkpoint" : "no checkpoint",
              contender.name(),
              String.format(Locale.ROOT, "%,d", size),
              String.format(Locale.ROOT, "%,d", size / GeneratedTable.FILES_PER_COMMIT),
              String.format(Locale.ROOT, "%.1f", contender.medianLoadMillis()),
              String.format(Locale.ROOT, "%.1f", contender.medianCommitMillis()));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %d CPUs, Java %s; medians of %d loads and %d commits%n%n%s%n%s%n",
        ProcFiles.processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        loads,
        commits,
        results,
        """
        A commit is everything: looking at the log, comparing the offsets, putting the version in
        place. An engine's is on disk when it returns (file and folder synced), the libraries'
        transactions are not; Kernel's holds one offset, the others' four, and no statistics of the
        files.""");
    return 0;
  }

  /** All ways in turn, so that what slows the machine for a while slows them all. */
  private List<LogContender> compare(int size, boolean checkpoint) throws IOException {
    long versions = size / GeneratedTable.FILES_PER_COMMIT;
    try (TemporaryFolder temporary = TemporaryFolder.create(folder)) {
      List<LogContender> contenders = new ArrayList<>();
      for (Function<Path, LogUnderTest> way : WAYS) {
        Path table = temporary.path().resolve("table-" + contenders.size());
        GeneratedTable.create(table, size, checkpoint);
        contenders.add(new LogContender(way.apply(table)));
      }
      for (int round = -loads; round < loads; round++) {
        for (LogContender contender : contenders) {
          contender.load(GeneratedTable.offset(versions), round >= 0);
        }
      }
      for (int round = -commits; round < commits; round++) {
        for (LogContender contender : contenders) {
          contender.commit(GeneratedTable.offset(versions + commits + round + 1), round >= 0);
        }
      }
      for (LogContender contender : contenders) {
        // What was committed must be there, or nothing was measured.
        contender.load(GeneratedTable.offset(versions + 2L * commits), false);
      }
      return contenders;
    }
  }
}
