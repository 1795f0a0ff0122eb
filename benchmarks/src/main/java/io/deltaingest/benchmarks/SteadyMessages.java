package io.deltaingest.benchmarks;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Messages by their numbers, each when its time has come: the caller is held up until then. One
 * that is late is not waited for, so that the rate holds on average.
 */
final class SteadyMessages implements LongFunction<byte[]> {

  private static final double NANOS = 1e9;

  private final LongFunction<byte[]> values;
  private final int rate;
  private final long[] nanos;
  private long start;

  /**
   * @param rate messages a second
   */
  SteadyMessages(LongFunction<byte[]> values, int rate, int count) {
    this.values = values;
    this.rate = rate;
    this.nanos = new long[count];
  }

  @Override
  public byte[] apply(long number) {
    if (number == 0) {
      start = System.nanoTime();
    }
    byte[] value = values.apply(number);
    long due = start + (long) (number / (double) rate * NANOS);
    long now = System.nanoTime();
    while (now < due) {
      LockSupport.parkNanos(due - now);
      now = System.nanoTime();
    }
    nanos[(int) number] = now;
    return value;
  }

  /** When each was given, as {@link System#nanoTime}; after the last one. */
  long[] nanos() {
    return nanos;
  }
}
