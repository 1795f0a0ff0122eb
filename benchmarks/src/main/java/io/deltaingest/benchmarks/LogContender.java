package io.deltaingest.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** One way of using a log on a table of its own, and how long everything took. */
final class LogContender {

  private static final double NANOS_PER_MILLI = 1e6;

  private final LogUnderTest log;
  private final List<Double> loadMillis = new ArrayList<>();
  private final List<Double> commitMillis = new ArrayList<>();

  LogContender(LogUnderTest log) {
    this.log = log;
  }

  String name() {
    return log.name();
  }

  /**
   * Reads the log from scratch.
   *
   * @param expected what it must say of partition 0, which all ways commit
   * @param measured whether this counts
   */
  void load(long expected, boolean measured) {
    long start = System.nanoTime();
    List<Long> offsets = log.load();
    double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    if (offsets.size() != GeneratedTable.PARTITIONS || offsets.get(0) != expected) {
      throw new IllegalStateException(
          log.name() + " reads the offsets " + offsets + ", and partition 0 is at " + expected);
    }
    if (measured) {
      loadMillis.add(millis);
    }
  }

  /** Commits new files and that offset. */
  void commit(long offset, boolean measured) {
    List<GeneratedActions.File> files = GeneratedTable.newFiles(GeneratedTable.FILES_PER_COMMIT);
    long start = System.nanoTime();
    log.commit(files, offset);
    double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    if (measured) {
      commitMillis.add(millis);
    }
  }

  double medianLoadMillis() {
    return median(loadMillis);
  }

  double medianCommitMillis() {
    return median(commitMillis);
  }

  private static double median(List<Double> values) {
    return Median.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
