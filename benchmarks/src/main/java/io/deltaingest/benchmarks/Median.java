package io.deltaingest.benchmarks;

import java.util.Arrays;

/** The middle of some measurements: one slow run does not move it. */
final class Median {

  private Median() {}

  /** The middle one, or the mean of the middle two. */
  static double of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
