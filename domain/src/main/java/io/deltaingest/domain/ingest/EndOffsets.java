package io.deltaingest.domain.ingest;

import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

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

  /**
   * The ends as they are now, of every partition that holds anything. Warns of partitions that have
   * nothing to be read because a person said so.
   *
   * @throws io.deltaingest.domain.error.StreamFailedException when the table is ahead of the topic
   */
  static EndOffsets now(
      MessageSource source,
      TopicDescription topic,
      TableSnapshot table,
      TxnNames names,
      StartOffsets starts) {
    Map<Integer, Long> begins = source.beginningOffsets(topic.partitions());
    Map<Integer, Long> ends = new HashMap<>(source.endOffsets(topic.partitions()));
    verify(ends, table, names);
    ends.forEach((partition, end) -> starts.warnOfSeekBeyond(partition, end, table));
    ends.entrySet().removeIf(end -> end.getValue() <= begins.getOrDefault(end.getKey(), 0L));
    return new EndOffsets(ends);
  }

  /**
   * Holds the table against the end: offsets beyond it are of messages that the topic does not
   * have. But for one that a person gave: it may be within a transaction that is not over.
   *
   * @param ends the ends of all partitions, those that hold nothing included
   */
  private static void verify(Map<Integer, Long> ends, TableSnapshot table, TxnNames names) {
    ends.forEach(
        (partition, end) -> {
          OptionalLong stored = table.txnVersion(names.partition(partition));
          if (stored.isPresent()
              && stored.getAsLong() >= end
              && !stored.equals(table.txnVersion(names.seek(partition)))) {
            throw Faults.storedBeyondEnd(names.partition(partition), stored.getAsLong(), end);
          }
        });
  }

  /** The offset not to be read any more; for a partition born later, its first. */
  long endOf(int partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /** The partitions that have to come to an end. */
  Set<Integer> partitions() {
    return ends.keySet();
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
