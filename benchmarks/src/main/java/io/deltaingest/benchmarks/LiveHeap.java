package io.deltaingest.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Heap that is in use, garbage left out: what a process has to have, whatever the size of heap that
 * it was given. It is measured by collecting, so nothing else should be measured meanwhile.
 */
final class LiveHeap {

  private static final long SAMPLE_MILLIS = 50;

  private LiveHeap() {}

  /** What may fail with the storage. */
  interface Work {
    void run() throws IOException;
  }

  /** Bytes in use now. */
  static long bytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The most bytes that were in use while the work was done, as far as samples show. */
  static long peakDuring(Work work) throws IOException {
    AtomicLong peak = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    Thread sampler =
        new Thread(
            () -> {
              while (!done.get()) {
                peak.accumulateAndGet(bytes(), Math::max);
                pause(SAMPLE_MILLIS);
              }
            },
            "live-heap");
    sampler.start();
    try {
      work.run();
    } finally {
      done.set(true);
      awaitEnd(sampler);
    }
    return peak.get();
  }

  /** Lets time pass. */
  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
