package io.deltaingest.benchmarks;

import java.util.Locale;

/** What processes of many streams cost, as a table. */
final class ManyStreamsReport {

  private final MarkdownTable table =
      new MarkdownTable(
          0, "streams", "all run after, s", "% of a core", "peak RSS, MiB", "threads", "stop, s");

  /**
   * One process.
   *
   * @param startSeconds from its start until all streams ran
   * @param cores used while it was measured
   * @param peakBytes the most memory that it had resident up to the end of that
   * @param stopSeconds from SIGTERM to its end, last commits included
   */
  record Steady(
      double startSeconds, double cores, long peakBytes, int threads, double stopSeconds) {}

  void add(int streams, Steady steady) {
    table.add(
        String.format(Locale.ROOT, "%,d", streams),
        String.format(Locale.ROOT, "%.1f", steady.startSeconds()),
        String.format(Locale.ROOT, "%.1f", 100 * steady.cores()),
        String.format(Locale.ROOT, "%,d", steady.peakBytes() >> 20),
        String.format(Locale.ROOT, "%,d", steady.threads()),
        String.format(Locale.ROOT, "%.1f", steady.stopSeconds()));
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
