package io.deltaingest.domain.ingest;

import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.OffsetStore;

/**
 * Where a bounded run ({@code -e}) ends, and whether the table is there: a worker waits for the
 * partitions of the others, too.
 */
final class BoundedEnd {

  private static final long CHECK_NANOS = 500_000_000L;

  private final boolean bounded;
  private final MessageSource source;
  private final OffsetStore offsets;
  private final TxnNames names;
  private final StartOffsets starts;
  private final TopicWatch topic;
  private final AssignedPartitions partitions;
  private final Clock clock;
  private EndOffsets ends;
  private long nextCheckNanos;

  /**
   * @param bounded whether the run ends at all
   */
  BoundedEnd(
      boolean bounded,
      MessageSource source,
      OffsetStore offsets,
      TxnNames names,
      StartOffsets starts,
      TopicWatch topic,
      AssignedPartitions partitions,
      Clock clock) {
    this.bounded = bounded;
    this.source = source;
    this.offsets = offsets;
    this.names = names;
    this.starts = starts;
    this.topic = topic;
    this.partitions = partitions;
    this.clock = clock;
    nextCheckNanos = clock.nanos();
  }

  /** The run ends where the topic ends at the first call. Before the first assignment. */
  void fix(TableSnapshot table, Assignments assignments) {
    if (bounded && ends == null) {
      ends = EndOffsets.now(source, topic.topic(), table, names, starts);
      assignments.endAt(ends);
    }
  }

  /** Whether the run ends at all. */
  boolean isBounded() {
    return bounded;
  }

  /** Whether that version of the table has everything up to the end. */
  boolean reachedBy(TableSnapshot table) {
    return ends != null && ends.reachedBy(table, names);
  }

  /** Whether this worker has read all of its partitions up to their ends. */
  boolean readByThisWorker() {
    return ends != null && partitions.allReachedEnd();
  }

  /**
   * Whether everybody's partitions are in the table up to their ends. Looks into the table now and
   * then.
   *
   * @param known the table as this worker knows it
   * @throws io.deltaingest.domain.error.StreamFailedException when it can't come to that any more
   */
  boolean reachedByAll(TableSnapshot known) {
    if (ends.reachedBy(known, names)) {
      return true;
    }
    if (clock.nanos() - nextCheckNanos < 0) {
      return false;
    }
    nextCheckNanos = clock.nanos() + CHECK_NANOS;
    TableSnapshot table = offsets.read();
    starts.verify(table, topic.topic());
    starts.verifyKept(table, ends.partitions());
    return ends.reachedBy(table, names);
  }
}
