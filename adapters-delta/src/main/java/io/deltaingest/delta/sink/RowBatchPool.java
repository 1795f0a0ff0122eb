package io.deltaingest.delta.sink;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.row.RowBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Row batches to be used again: taken on the ingest thread, given back on the encoder's. */
final class RowBatchPool {

  private static final int KEPT = 8;
  private static final long LARGEST_KEPT = 32L << 20;

  private final LongSupplier mostIdleBytes;

  // Guarded by this.
  private final Deque<RowBatch> idle = new ArrayDeque<>(KEPT);
  private long idleBytes;

  /**
   * @param mostIdleBytes heap that batches nobody uses may take
   */
  RowBatchPool(LongSupplier mostIdleBytes) {
    this.mostIdleBytes = mostIdleBytes;
  }

  /** An empty batch of that schema. */
  RowBatch take(TableSchema schema) {
    synchronized (this) {
      for (RowBatch batch = idle.poll(); batch != null; batch = idle.poll()) {
        idleBytes -= batch.heapBytes();
        if (batch.schema().equals(schema)) {
          return batch;
        }
      }
    }
    return new RowBatch(schema);
  }

  /** Lets go of the batches that nobody uses. */
  synchronized void clear() {
    idle.clear();
    idleBytes = 0;
  }

  void giveBack(RowBatch batch) {
    long bytes = batch.heapBytes();
    long most = Math.min(LARGEST_KEPT, mostIdleBytes.getAsLong());
    synchronized (this) {
      if (idle.size() < KEPT && idleBytes + bytes <= most) {
        batch.clear();
        idle.push(batch);
        idleBytes += bytes;
      }
    }
  }
}
