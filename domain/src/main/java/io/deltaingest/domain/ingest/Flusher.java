package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.TableSink;
import java.time.Duration;
import java.util.Optional;

/**
 * What is held and not yet sealed, since when, and its way into the commit: one batch at a time,
 * while the next one is built.
 */
final class Flusher {

  private static final long REFRESH_CHECK_NANOS = 1_000_000_000L;

  private final FlushPolicy policy;
  private final TopicWatch topic;
  private final AssignedPartitions partitions;
  private final MessageProcessor processor;
  private final TableSession session;
  private final TableSink sink;
  private final DeadLetters deadLetters;
  private final IngestObserver observer;
  private final Clock clock;
  private boolean holding;
  private long heldSinceNanos;
  private boolean waiting;
  private boolean memoryShort;
  private long nextRefreshCheckNanos;

  Flusher(
      FlushPolicy policy,
      TopicWatch topic,
      AssignedPartitions partitions,
      MessageProcessor processor,
      TableSession session,
      TableSink sink,
      DeadLetters deadLetters,
      IngestObserver observer,
      Clock clock) {
    this.policy = policy;
    this.topic = topic;
    this.partitions = partitions;
    this.processor = processor;
    this.session = session;
    this.sink = sink;
    this.deadLetters = deadLetters;
    this.observer = observer;
    this.clock = clock;
    this.nextRefreshCheckNanos = clock.nanos();
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
  void flushWhenDue(boolean atOnce) {
    if (!partitions.anyMoved()) {
      holding = false;
      waiting = false;
      refreshWhenDue();
      return;
    }
    if (!holding) {
      holding = true;
      heldSinceNanos = clock.nanos();
    }
    if (!atOnce && !due()) {
      waiting = false;
      refreshWhenDue();
    } else if (session.committing()) {
      waiting = true;
    } else {
      submit();
    }
  }

  /** Tables that forget identifiers are told those again that do not move. */
  private void refreshWhenDue() {
    if (session.committing() || !(TxnRetention.applies(session.table()) || deadLetters.forgets())) {
      return;
    }
    if (clock.nanos() - nextRefreshCheckNanos >= 0) {
      nextRefreshCheckNanos = clock.nanos() + REFRESH_CHECK_NANOS;
      if (session.refreshDue(partitions.progress(), clock.millis())) {
        submit();
      }
    }
  }

  private boolean due() {
    Optional<FlushPolicy.Cause> cause =
        policy.due(
            clock.nanos() - heldSinceNanos,
            sink.encodedBytes() + deadLetters.encodedBytes(),
            sink.heapBytes() + processor.heapBytes() + deadLetters.heapBytes());
    cause.ifPresent(known -> memoryShort = known == FlushPolicy.Cause.MEMORY);
    return cause.isPresent();
  }

  /** The last batch that became due did so for want of memory. */
  boolean memoryShort() {
    return memoryShort;
  }

  /**
   * Seals and submits what is held. Nothing may be in commit. While nobody can say whether the
   * topic is still the same, what is held goes on being held.
   *
   * @throws StreamFailedException when what is held may be another topic's; it is dropped then
   */
  void submit() {
    processor.appendOpenRows();
    try {
      if (!topic.confirm(session.table())) {
        waiting = true;
        return;
      }
    } catch (StreamFailedException another) {
      drop();
      throw another;
    }
    session.sealAndSubmit(partitions, topic.topic(), clock.millis());
    processor.sealed();
    observer.commitStarted();
    holding = false;
    waiting = false;
  }

  /** Forgets every row and offset that is not in commit; the partitions wait to be sought again. */
  void drop() {
    if (session.table() != null) {
      sink.discard();
      deadLetters.drop();
      session.cutShort();
    }
    processor.drop();
    partitions.addUnsought(partitions.numbers());
    holding = false;
    waiting = false;
  }
}
