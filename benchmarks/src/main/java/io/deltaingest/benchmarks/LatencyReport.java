package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import java.util.Arrays;
import java.util.Locale;

/** How long messages took, as a table. */
final class LatencyReport {

  private static final double[] PERCENTS = {50, 90, 99, 99.9, 100};
  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;
  private final int versions;
  private final Cost cost;

  /**
   * @param produced and {@code visible}: ns of one clock, by message
   * @param uncounted messages at the beginning that do not count
   */
  LatencyReport(long[] produced, long[] visible, int uncounted, int versions, Cost cost) {
    this.sorted = new long[produced.length - uncounted];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = visible[uncounted + i] - produced[uncounted + i];
    }
    Arrays.sort(sorted);
    this.versions = versions;
    this.cost = cost;
  }

  @Override
  public String toString() {
    MarkdownTable table = new MarkdownTable(1, "messages", "readable after, ms");
    for (double percent : PERCENTS) {
      String label = percent == 100 ? "all" : String.format(Locale.ROOT, "%s %%", plain(percent));
      table.add(label, String.format(Locale.ROOT, "%,.0f", millis(percent)));
    }
    return table
        + String.format(
            Locale.ROOT,
            "%n%,d versions; %.0f %% of a core, %,.0f MiB, start and compilation included%n",
            versions,
            100 * cost.cpuSeconds() / cost.seconds(),
            cost.peakBytes() / (double) (1 << 20));
  }

  /** The longest that the quickest {@code percent} of the messages took. */
  double millis(double percent) {
    int index = (int) Math.ceil(percent / 100 * sorted.length) - 1;
    return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
  }

  private static String plain(double percent) {
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }
}
