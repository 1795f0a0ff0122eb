package io.deltaingest.domain.ingest;

import io.deltaingest.domain.model.TableSnapshot;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The end of a bounded run ({@code -e}): the end offsets as they were at the start.
 *
 * @param ends by partition, the offset after the last to be ingested; a partition that held nothing
 *     at the start is not in it
 */
record EndOffsets(Map<Integer, Long> ends) {

  EndOffsets {
    ends = Map.copyOf(ends);
  }

  /** The offset not to be read any more; for a partition born later, its first. */
  long endOf(int partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /** Whether every partition is in the table up to its end, whoever brought it there. */
  boolean reachedBy(TableSnapshot table, TxnNames names) {
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      OptionalLong stored = table.txnVersion(names.partition(end.getKey()));
      if (stored.isEmpty() || stored.getAsLong() < end.getValue() - 1) {
        return false;
      }
    }
    return true;
  }
}
