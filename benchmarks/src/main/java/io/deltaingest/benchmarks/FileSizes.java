package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.ParquetReads.Query;
import io.deltaingest.benchmarks.ParquetReads.Reading;
import io.deltaingest.delta.file.FileSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The same web requests in files of this project's writer with several settings, and in files of
 * delta-rs: how large they are, and how long DuckDB takes to read them.
 */
@Command(
    name = "file-sizes",
    description = "Sizes of data files, and DuckDB's time to read them, against delta-rs' files.")
public final class FileSizes implements Callable<Integer> {

  private static final long WARM_UP_ROWS = 1_000_000;
  private static final double MEBI = 1 << 20;
  private static final int DICTIONARY = FileSettings.DEFAULT.dictionaryBytes();

  private static final List<FileSettings> SETTINGS =
      List.of(
          FileSettings.DEFAULT,
          new FileSettings(2 << 20, DICTIONARY),
          new FileSettings(8 << 20, DICTIONARY),
          new FileSettings(16 << 20, DICTIONARY),
          new FileSettings(64 << 20, DICTIONARY),
          new FileSettings(128 << 20, DICTIONARY),
          new FileSettings(FileSettings.DEFAULT.rowGroupBytes(), 0),
          new FileSettings(FileSettings.DEFAULT.rowGroupBytes(), DICTIONARY / 8),
          new FileSettings(FileSettings.DEFAULT.rowGroupBytes(), 8 * DICTIONARY));

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli itself acts on it
  private boolean help;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "6000000",
      description = "Rows in all (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--rows-per-file",
      paramLabel = "N",
      defaultValue = "3000000",
      description =
          "Rows in each file (default: ${DEFAULT-VALUE}, the 128 MiB that a commit has by default).")
  private long rowsPerFile;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "7",
      description = "Measured readings, after one that is not (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python with the packages deltalake and pyarrow, to write with delta-rs; without it"
              + " delta-rs is left out.")
  private Path python;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the files are kept while it runs.")
  private Path folder;

  private final PrintStream out;

  FileSizes(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    BenchmarkLogging.toStandardError();
    System.exit(
        new CommandLine(new FileSizes(System.out))
            .setExecutionExceptionHandler(new ShortFailure())
            .execute(args));
  }

  /** Files of the same rows, and how they were read. */
  private record Contender(
      String name, List<Path> files, double cpuSeconds, Map<Query, List<Reading>> readings) {

    long bytes() throws IOException {
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      return bytes;
    }

    double median(Query query, ToDoubleFunction<Reading> figure) {
      return Median.of(readings.get(query).stream().mapToDouble(figure).toArray());
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    if (rows < 1 || rowsPerFile < 1 || runs < 1) {
      throw new IllegalArgumentException("--rows, --rows-per-file and --runs must be above zero");
    }
    try (TemporaryFolder temporary = TemporaryFolder.create(folder);
        ParquetReads reads = ParquetReads.open()) {
      List<Contender> contenders = write(temporary.path());
      reads.chooseFrom(contenders.get(0).files());
      for (int run = 0; run <= runs; run++) {
        WholeProcess.say("reading, run %d of %d", run, runs);
        for (Contender contender : contenders) {
          read(contender, reads, run > 0);
        }
      }
      print(contenders, reads);
    }
    return 0;
  }

  private List<Contender> write(Path work) throws IOException, InterruptedException {
    WholeProcess.say("warming up");
    SampleFiles.write(
        work.resolve("warm-up"), FileSettings.DEFAULT, Math.min(rows, WARM_UP_ROWS), rowsPerFile);
    List<Contender> contenders = new ArrayList<>();
    for (FileSettings settings : SETTINGS) {
      String name = name(settings);
      WholeProcess.say("writing: %s", name);
      Path table = work.resolve("own-" + contenders.size());
      SampleFiles written = SampleFiles.write(table, settings, rows, rowsPerFile);
      contenders.add(
          contender(
              name, written.paths().stream().map(table::resolve).toList(), written.cpuSeconds()));
    }
    if (python != null) {
      WholeProcess.say("writing: delta-rs");
      Path first = work.resolve("own-0");
      List<String> paths =
          contenders.get(0).files().stream()
              .map(file -> first.relativize(file).toString())
              .toList();
      contenders.add(
          1,
          contender(
              "delta-rs",
              DeltaRsFiles.write(python, work, first, paths, work.resolve("delta-rs")),
              Double.NaN));
    }
    return contenders;
  }

  private static Contender contender(String name, List<Path> files, double cpuSeconds) {
    Map<Query, List<Reading>> readings = new LinkedHashMap<>();
    for (Query query : Query.values()) {
      readings.put(query, new ArrayList<>());
    }
    return new Contender(name, files, cpuSeconds, readings);
  }

  private static void read(Contender contender, ParquetReads reads, boolean measured)
      throws SQLException {
    for (Query query : Query.values()) {
      Reading reading = reads.read(query, contender.files());
      if (!reads.isRight(query, reading)) {
        throw new IllegalStateException(
            contender.name() + " does not have the same rows: " + reading.answer());
      }
      if (measured) {
        contender.readings().get(query).add(reading);
      }
    }
  }

  private void print(List<Contender> contenders, ParquetReads reads)
      throws IOException, SQLException {
    MarkdownTable table =
        new MarkdownTable(
            1,
            "written by",
            "files",
            "MiB",
            "row groups",
            "CPU s per million",
            "all columns, ms",
            "one column, ms",
            "one session, ms",
            "one second, ms",
            "all four, CPU ms");
    for (Contender contender : contenders) {
      double cpuMillis = 0;
      for (Query query : Query.values()) {
        cpuMillis += contender.median(query, Reading::cpuMillis);
      }
      table.add(
          contender.name(),
          Integer.toString(contender.files().size()),
          String.format(Locale.ROOT, "%.1f", contender.bytes() / MEBI),
          Integer.toString(reads.rowGroups(contender.files())),
          Double.isNaN(contender.cpuSeconds())
              ? ""
              : String.format(Locale.ROOT, "%.2f", contender.cpuSeconds() * 1e6 / rows),
          millis(contender, Query.ALL_COLUMNS),
          millis(contender, Query.ONE_COLUMN),
          millis(contender, Query.ONE_SESSION),
          millis(contender, Query.ONE_SECOND),
          String.format(Locale.ROOT, "%,.0f", cpuMillis));
    }
    WholeProcess.print(
        out,
        String.format(
            Locale.ROOT,
            "%,d web requests, %,d a file; DuckDB %s, medians of %d runs in turns",
            rows,
            rowsPerFile,
            reads.version(),
            runs),
        table);
    if (python == null) {
      out.printf("%nWithout --python there are no files of delta-rs to compare with.%n");
    }
  }

  private static String millis(Contender contender, Query query) {
    return String.format(Locale.ROOT, "%,.0f", contender.median(query, Reading::millis));
  }

  private static String name(FileSettings settings) {
    String dictionaries =
        settings.dictionaryBytes() == 0
            ? "no dictionaries"
            : String.format(
                Locale.ROOT, "dictionaries to %d KiB", settings.dictionaryBytes() >> 10);
    return String.format(
        Locale.ROOT,
        "row groups of %d MiB, %s%s",
        settings.rowGroupBytes() >> 20,
        dictionaries,
        settings.equals(FileSettings.DEFAULT) ? " (default)" : "");
  }
}
