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

  /**
   * A way, and up to which number of files it is measured.
   *
   * @param largest with a checkpoint
   */
  private record Way(Function<Path, LogUnderTest> opener, int largest) {}

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /** delta-standalone holds each file on the heap, and takes a second for 25,000 of them. */
  private static final int LARGEST_OF_STANDALONE = 100_000;

  /** Without a checkpoint every way parses the whole log, 50 MB of JSON for 100,000 files. */
  private static final int LARGEST_WITHOUT_CHECKPOINT = 100_000;

  /** From here on a load takes seconds by some way, and fewer are measured. */
  private static final int LARGE = 100_000;

  private static final int LOADS_WHEN_LARGE = 3;
  private static final int COMMITS_WHEN_LARGE = 7;

  private static final List<Way> WAYS =
      List.of(
          new Way(OwnLog::kernel, NO_LIMIT),
          new Way(OwnLog::standalone, LARGEST_OF_STANDALONE),
          new Way(KernelLog::new, NO_LIMIT),
          new Way(StandaloneLog::new, LARGEST_OF_STANDALONE));

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
      defaultValue = "1000,10000,100000,1000000",
      description = "Data files of the tables, ten a version (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes;

  @Option(
      names = "--loads",
      paramLabel = "N",
      defaultValue = "7",
      description =
          "Measured reads, after as many that are not (default: ${DEFAULT-VALUE}). With 100,000"
              + " files or more at most 3, after one.")
  private int loads;

  @Option(
      names = "--commits",
      paramLabel = "N",
      defaultValue = "25",
      description =
          "Measured commits, after as many that are not (default: ${DEFAULT-VALUE}). With 100,000"
              + " files or more at most 7, after one.")
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
    compare(Math.min(1_000, Collections.min(sizes)), true);
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
        "%s, %d CPUs, Java %s; medians of %d loads and %d commits, with 100,000 files or more of"
            + " at most %d and %d%n%n%s%n%s%n",
        ProcFiles.processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        loads,
        commits,
        LOADS_WHEN_LARGE,
        COMMITS_WHEN_LARGE,
        results,
        """
        A commit is everything: looking at the log, comparing the offsets, putting the version in
        place. An engine's is on disk when it returns (file and folder synced), the libraries'
        transactions are not; Kernel's holds one offset, the others' four, and no statistics of the
        files. Above 100,000 files delta-standalone is left out, which would hold a million of them
        on the heap, and so are logs without a checkpoint, which every way parses as a whole.""");
    return 0;
  }

  /** All ways in turn, so that what slows the machine for a while slows them all. */
  private List<LogContender> compare(int size, boolean checkpoint) throws IOException {
    List<LogContender> contenders = new ArrayList<>();
    if (!checkpoint && size > LARGEST_WITHOUT_CHECKPOINT) {
      return contenders;
    }
    long versions = size / GeneratedTable.FILES_PER_COMMIT;
    int measuredLoads = size < LARGE ? loads : Math.min(loads, LOADS_WHEN_LARGE);
    int measuredCommits = size < LARGE ? commits : Math.min(commits, COMMITS_WHEN_LARGE);
    int firstLoad = size < LARGE ? -loads : -1;
    int firstCommit = size < LARGE ? -commits : -1;
    try (TemporaryFolder temporary = TemporaryFolder.create(folder)) {
      Path first = temporary.path().resolve("table");
      GeneratedTable.create(first, size, checkpoint, GeneratedTable.NO_CHECKPOINTS);
      for (Way way : WAYS) {
        if (size <= way.largest()) {
          Path table = temporary.path().resolve("table-" + contenders.size());
          GeneratedTable.copy(first, table);
          contenders.add(new LogContender(way.opener().apply(table)));
        }
      }
      for (int round = firstLoad; round < measuredLoads; round++) {
        for (LogContender contender : contenders) {
          contender.load(GeneratedTable.offset(versions), round >= 0);
        }
      }
      long version = versions;
      for (int round = firstCommit; round < measuredCommits; round++) {
        version++;
        for (LogContender contender : contenders) {
          contender.commit(GeneratedTable.offset(version), round >= 0);
        }
      }
      for (LogContender contender : contenders) {
        // What was committed must be there, or nothing was measured.
        contender.load(GeneratedTable.offset(version), false);
      }
      return contenders;
    }
  }
}
