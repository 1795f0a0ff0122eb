package io.deltaingest.benchmarks;

import java.util.Arrays;

/** How long something took each time, in milliseconds. Not thread-safe. */
final class Durations {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final int FIRST_CAPACITY = 16;

  private double[] millis = new double[FIRST_CAPACITY];
  private int count;

  void addNanos(long nanos) {
    if (count == millis.length) {
      millis = Arrays.copyOf(millis, 2 * count);
    }
    millis[count++] = nanos / NANOS_PER_MILLI;
  }

  double median() {
    return Median.of(Arrays.copyOf(millis, count));
  }

  /** The smallest one that is not below that share of them, in percent. */
  double percentile(int percent) {
    if (count == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (count * percent + 99) / 100 - 1)];
  }
}
