package io.deltaingest.domain.ingest;

import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.port.TopicDescription;
import java.time.Duration;

/**
 * What is held and not yet sealed, since when, and its way into the commit: one batch at a time,
 * while the next one is built.
 */
final class Flusher {

  private final FlushPolicy policy;
  private final AssignedPartitions partitions;
  private final MessageProcessor processor;
  private final TableSession session;
  private final TableSink sink;
  private final IngestObserver observer;
  private final Clock clock;
  private boolean holding;
  private long heldSinceNanos;
  private boolean waiting;

  Flusher(
      FlushPolicy policy,
      AssignedPartitions partitions,
      MessageProcessor processor,
      TableSession session,
      TableSink sink,
      IngestObserver observer,
      Clock clock) {
    this.policy = policy;
    this.partitions = partitions;
    this.processor = processor;
    this.session = session;
    this.sink = sink;
    this.observer = observer;
    this.clock = clock;
  }

  /** Nothing moved since the last seal, and nothing is in commit. */
  boolean clean() {
    return !session.committing() && !partitions.anyMoved();
  }

  /** A batch is due and waits for the one in commit: reading on would hold ever more. */
  boolean waiting() {
    return waiting;
  }

  /** The batch in commit was settled, one way or the other. */
  void commitSettled() {
    waiting = false;
  }

  /** How long a poll may wait before a batch becomes due, at most {@code longest}. */
  Duration pollTimeout(Duration longest) {
    if (!holding || waiting) {
      return longest;
    }
    long left = policy.nanosLeft(clock.nanos() - heldSinceNanos);
    return left < longest.toNanos() ? Duration.ofNanos(left) : longest;
  }

  /** Seals and submits if a batch is due, or if {@code atOnce} and anything moved. */
  void flushWhenDue(boolean atOnce, TopicDescription topic) {
    if (!partitions.anyMoved()) {
      holding = false;
      waiting = false;
      return;
    }
    if (!holding) {
      holding = true;
      heldSinceNanos = clock.nanos();
    }
    if (!atOnce && !due()) {
      waiting = false;
    } else if (session.committing()) {
      waiting = true;
    } else {
      submit(topic);
    }
  }

  private boolean due() {
    return policy
        .due(
            clock.nanos() - heldSinceNanos,
            sink.encodedBytes(),
            sink.heapBytes() + processor.heapBytes())
        .isPresent();
  }

  /** Seals and submits what is held. Nothing may be in commit. */
  void submit(TopicDescription topic) {
    processor.appendOpenRows();
    session.sealAndSubmit(partitions, topic);
    processor.sealed();
    observer.commitStarted();
    holding = false;
    waiting = false;
  }

  /** Forgets every row and offset that is not in commit; the partitions wait to be sought again. */
  void drop() {
    if (session.table() != null) {
      sink.discard();
    }
    processor.drop();
    partitions.addUnsought(partitions.numbers());
    holding = false;
    waiting = false;
  }
}
