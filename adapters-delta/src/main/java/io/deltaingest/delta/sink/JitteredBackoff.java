package io.deltaingest.delta.sink;

import io.deltaingest.domain.commit.Backoff;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits twice as long each time, up to a ceiling, and at random between half and one and a half of
 * that, so that writers that lost to each other don't meet again. Ends at once when given up.
 */
final class JitteredBackoff implements Backoff {

  private static final long FIRST_MILLIS = 5;
  private static final long CEILING_MILLIS = 10_000;
  private static final int DOUBLINGS = 11;

  private final BooleanSupplier givenUp;

  /**
   * @param givenUp asked before and after each wait, under the monitor of this object
   */
  JitteredBackoff(BooleanSupplier givenUp) {
    this.givenUp = givenUp;
  }

  @Override
  public synchronized boolean pause(int attempt) {
    long mean =
        Math.min(CEILING_MILLIS, FIRST_MILLIS << Math.min(DOUBLINGS, Math.max(0, attempt - 1)));
    long millis = mean / 2 + ThreadLocalRandom.current().nextLong(mean + 1);
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!givenUp.getAsBoolean()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /** Has a waiting thread look again whether it was given up. */
  synchronized void lookAgain() {
    notifyAll();
  }
}
