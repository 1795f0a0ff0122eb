package io.deltaingest.delta.sink;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.row.RowBatch;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Row batches to be used again: taken on the ingest thread, given back on the encoder's. */
final class RowBatchPool {

  private static final int KEPT = 8;
  private static final long LARGEST_KEPT = 32L << 20;

  private final BlockingQueue<RowBatch> idle = new LinkedBlockingQueue<>(KEPT);

  /** An empty batch of that schema. */
  RowBatch take(TableSchema schema) {
    for (RowBatch batch = idle.poll(); batch != null; batch = idle.poll()) {
      if (batch.schema().equals(schema)) {
        return batch;
      }
    }
    return new RowBatch(schema);
  }

  void giveBack(RowBatch batch) {
    if (batch.heapBytes() <= LARGEST_KEPT) {
      batch.clear();
      idle.offer(batch);
    }
  }
}
