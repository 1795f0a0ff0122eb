package io.deltaingest.quickstart;

/** Seconds since it was made. */
final class Stopwatch {

  private final long startNanos = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** How many a second, of a count reached by now. */
  double perSecond(long count) {
    return count / Math.max(seconds(), 1e-3);
  }
}
