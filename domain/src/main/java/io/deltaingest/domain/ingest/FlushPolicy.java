package io.deltaingest.domain.ingest;

import io.deltaingest.domain.stream.StreamConfig;
import java.util.Optional;
import java.util.function.LongSupplier;

/** When the batch being built is to be committed. */
final class FlushPolicy {

  /** Why a batch is due. */
  enum Cause {
    LATENCY,
    BYTES,
    MEMORY
  }

  private final long allowedLatencyNanos;
  private final long minBytesPerFile;
  private final LongSupplier heapBudgetBytes;

  FlushPolicy(StreamConfig.Flush flush, LongSupplier heapBudgetBytes) {
    this.allowedLatencyNanos = flush.allowedLatency().toNanos();
    this.minBytesPerFile = flush.minBytesPerFile();
    this.heapBudgetBytes = heapBudgetBytes;
  }

  /**
   * @param heldNanos age of the oldest message held
   * @param encodedBytes bytes in the open files
   * @param heapBytes heap held by rows and open files
   */
  Optional<Cause> due(long heldNanos, long encodedBytes, long heapBytes) {
    if (heldNanos >= allowedLatencyNanos) {
      return Optional.of(Cause.LATENCY);
    }
    if (encodedBytes >= minBytesPerFile) {
      return Optional.of(Cause.BYTES);
    }
    if (heapBytes >= heapBudgetBytes.getAsLong()) {
      return Optional.of(Cause.MEMORY);
    }
    return Optional.empty();
  }

  /** Nanoseconds until the latency makes the batch due; not below zero. */
  long nanosLeft(long heldNanos) {
    return Math.max(0, allowedLatencyNanos - heldNanos);
  }
}
