package io.deltaingest.launcher.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The heap that held rows and open files may take, shared out evenly between the workers that are
 * alive. The rest of the heap is for fetched messages, decoding, the log's state and the collector.
 * Thread-safe.
 */
final class HeapBudget {

  /** A third of the heap; the fetch buffers of the consumers take about as much at full load. */
  private static final double SHARE_OF_HEAP = 0.33;

  private final long bytes;
  private final AtomicInteger workers = new AtomicInteger();

  HeapBudget(long maxHeapBytes) {
    bytes = (long) (maxHeapBytes * SHARE_OF_HEAP);
  }

  /** One worker more; its share changes as others come and go. */
  LongSupplier join() {
    workers.incrementAndGet();
    return () -> bytes / Math.max(1, workers.get());
  }

  /** One worker less. */
  void leave() {
    workers.decrementAndGet();
  }
}
