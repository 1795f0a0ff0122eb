package io.deltaingest.domain.ingest;

import java.util.SplittableRandom;

/**
 * How long the loop waits before it starts again after a failure: longer each time, with jitter.
 */
final class RetryDelay {

  private static final long FIRST_NANOS = 200_000_000L;
  private static final long MAX_NANOS = 30_000_000_000L;

  private final SplittableRandom jitter;
  private int failures;

  RetryDelay(long seed) {
    jitter = new SplittableRandom(seed);
  }

  /** Nanoseconds to wait after one more failure in a row. */
  long next() {
    long delay = Math.min(MAX_NANOS, FIRST_NANOS << Math.min(failures, 10));
    failures++;
    return delay / 2 + jitter.nextLong(delay / 2 + 1);
  }

  /** Something went well: the next failure is the first again. */
  void reset() {
    failures = 0;
  }
}
