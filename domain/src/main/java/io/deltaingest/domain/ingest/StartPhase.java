package io.deltaingest.domain.ingest;

import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.stream.StreamConfig;
import java.time.Duration;

/**
 * What a worker does before it reads, at its start and after each failure: looks at topic and table
 * and begins on them; and at its start stores where the partitions start, where that can't wait for
 * the first batch.
 */
final class StartPhase {

  private static final Duration WAIT = Duration.ofMillis(100);

  private final StreamConfig stream;
  private final OffsetStore offsets;
  private final StartOffsets starts;
  private final TopicWatch topic;
  private final MessageProcessor processor;
  private final DeadLetters deadLetters;
  private final TableSession session;
  private final Course course;
  private final Outcomes outcomes;
  private final Wishes wishes;
  private final IngestObserver observer;

  StartPhase(
      StreamConfig stream,
      OffsetStore offsets,
      StartOffsets starts,
      TopicWatch topic,
      MessageProcessor processor,
      DeadLetters deadLetters,
      TableSession session,
      Course course,
      Outcomes outcomes,
      Wishes wishes,
      IngestObserver observer) {
    this.stream = stream;
    this.offsets = offsets;
    this.starts = starts;
    this.topic = topic;
    this.processor = processor;
    this.deadLetters = deadLetters;
    this.session = session;
    this.course = course;
    this.outcomes = outcomes;
    this.wishes = wishes;
    this.observer = observer;
  }

  /** Looks at both while nothing is held, and holds one against the other. */
  TableSnapshot readTopicAndTable() {
    topic.look();
    TableSnapshot table = offsets.read();
    starts.verify(table, topic.topic());
    return table;
  }

  /** Builds on those versions of the tables from now on. Nothing may be in commit. */
  void begin(TableSnapshot table) {
    session.begin(table);
    processor.begin(table);
    deadLetters.begin(table, topic.topic());
  }

  /**
   * Writes where each partition starts, where it must be written first. After {@link #begin}.
   *
   * @return false: start again, or stop
   */
  boolean storeStartOffsetsIfDue(TableSnapshot table) {
    if (!mustStoreStartOffsets(table)) {
      return true;
    }
    session.submitStartOffsets(topic.topic(), starts.resolve(table, topic.topic().partitions()));
    observer.commitStarted();
    while (session.committing() && !wishes.toStop()) {
      outcomes.take(WAIT);
      wishes.read();
    }
    return !course.ending() && !mustStoreStartOffsets(session.table());
  }

  /**
   * Whether the start offsets have to be in the table before anything is read: where {@code latest}
   * is, or a seek offset; or when several workers start on it, whose first batches would contradict
   * each other otherwise; or when a fence would be the first that comes into a table that forgets,
   * which would not tell any more whether it has forgotten the rest.
   */
  private boolean mustStoreStartOffsets(TableSnapshot table) {
    boolean before = stream.workers() > 1 || (deadLetters.enabled() && TxnRetention.applies(table));
    return starts.mustResolveLatest(table)
        || starts.mustStoreSeeks(table)
        || (before && starts.needsInitialisation(table, topic.topic().partitionCount()));
  }
}
