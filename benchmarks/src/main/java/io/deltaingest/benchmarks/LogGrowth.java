package io.deltaingest.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the table log of this project costs as its table grows: the first load, commits of one file
 * each with the log followed, checkpoints beside them, and the heap of each.
 */
@Command(
    name = "log-growth",
    description = "Loads, commits and checkpoints of this project's log as its table grows.")
public final class LogGrowth implements Callable<Integer> {

  private static final double MEBI = 1 << 20;
  private static final double KIBI = 1 << 10;

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
      defaultValue = "5",
      description = "Loads of each table (default: ${DEFAULT-VALUE}).")
  private int loads;

  @Option(
      names = "--commits",
      paramLabel = "N",
      defaultValue = "300",
      description =
          "Commits of one file to each table, without checkpoints, and as many with them (default:"
              + " ${DEFAULT-VALUE}).")
  private int commits;

  @Option(
      names = "--pause",
      paramLabel = "MS",
      defaultValue = "50",
      description = "Milliseconds between two commits (default: ${DEFAULT-VALUE}).")
  private int pauseMillis;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the tables are kept while it runs.")
  private Path folder;

  private final PrintStream out;

  LogGrowth(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    BenchmarkLogging.toStandardError();
    System.exit(
        new CommandLine(new LogGrowth(System.out))
            .setExecutionExceptionHandler(new ShortFailure())
            .execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (loads < 1
        || commits < 1
        || pauseMillis < 0
        || Collections.min(sizes) < 10 * GeneratedTable.FILES_PER_COMMIT) {
      throw new IllegalArgumentException(
          "--loads and --commits must be above zero, --pause not below, --files at least 100");
    }
    System.err.println("warming up");
    measure(1_000);
    MarkdownTable time =
        new MarkdownTable(
            0,
            "files",
            "load, ms",
            "commit, ms",
            "p99, ms",
            "with checkpoints, ms",
            "p99, ms",
            "checkpoint, s",
            "CPU s",
            "file, MiB");
    MarkdownTable memory =
        new MarkdownTable(
            0, "files", "open log, KiB", "after commits, KiB", "load, MiB", "checkpoint, MiB");
    for (int size : sizes) {
      System.err.printf(Locale.ROOT, "%,d files%n", size);
      GrownLog log = measure(size);
      time.add(
          String.format(Locale.ROOT, "%,d", size),
          String.format(Locale.ROOT, "%,.0f", log.medianLoadMillis()),
          String.format(Locale.ROOT, "%.1f", log.alone().median()),
          String.format(Locale.ROOT, "%.1f", log.alone().percentile(99)),
          String.format(Locale.ROOT, "%.1f", log.besideCheckpoints().median()),
          String.format(Locale.ROOT, "%.1f", log.besideCheckpoints().percentile(99)),
          String.format(Locale.ROOT, "%.2f", log.checkpointSeconds()),
          String.format(Locale.ROOT, "%.2f", log.checkpointCpuSeconds()),
          String.format(Locale.ROOT, "%.1f", log.checkpointFileBytes() / MEBI));
      memory.add(
          String.format(Locale.ROOT, "%,d", size),
          String.format(Locale.ROOT, "%,.0f", log.openBytes() / KIBI),
          String.format(Locale.ROOT, "%,.0f", log.openBytesAfterCommits() / KIBI),
          String.format(Locale.ROOT, "%,.1f", log.loadBytes() / MEBI),
          String.format(Locale.ROOT, "%,.1f", log.checkpointBytes() / MEBI));
    }
    out.printf(
        Locale.ROOT,
        "%s, %d CPUs, Java %s; medians of %d loads, and of %d commits of one file, %d ms apart%n%n"
            + "%s%nHeap that is in use, garbage left out:%n%n%s%n%s%n",
        ProcFiles.processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        loads,
        commits,
        pauseMillis,
        time,
        memory,
        """
        A commit is everything: looking at the log, comparing the offsets, putting the version in
        place on disk (file and folder synced). Checkpoints are written beside the commits, one for
        ten versions, or the next as soon as one is done.""");
    return 0;
  }

  private GrownLog measure(int files) throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.create(folder)) {
      Path table = temporary.path().resolve("table");
      GeneratedTable.create(table, files, true, GrownLog.CHECKPOINT_INTERVAL);
      GrownLog log = new GrownLog(table, files);
      log.measureLoads(loads);
      log.measureCommits(commits, pauseMillis);
      log.measureCheckpoints();
      return log;
    }
  }
}
