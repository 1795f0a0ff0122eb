package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the worker is doing, and where a failure takes it: on from the table at once, on from the
 * table after a while, or to its end. Whichever it is, what is held is dropped first.
 */
final class Course {

  private static final Logger LOG = LoggerFactory.getLogger(Course.class);
  private static final int MAX_CONFLICTS_IN_A_ROW = 5;

  private final LoopSettings settings;
  private final TopicWatch topic;
  private final Flusher flusher;
  private final StatusReporter reporter;
  private final Wishes wishes;
  private final Clock clock;
  private final RetryDelay retryDelay;
  private final long createdNanos;

  private Activity activity = Activity.STARTING;
  private IngestException failure;
  private long retryAtNanos;
  private int conflictsInARow;
  private Long stopDeadlineNanos;

  Course(
      LoopSettings settings,
      TopicWatch topic,
      Flusher flusher,
      StatusReporter reporter,
      Wishes wishes,
      Clock clock) {
    this.settings = settings;
    this.topic = topic;
    this.flusher = flusher;
    this.reporter = reporter;
    this.wishes = wishes;
    this.clock = clock;
    retryDelay = new RetryDelay(settings.stream().name().hashCode() * 31L + settings.worker());
    createdNanos = clock.nanos();
    retryAtNanos = createdNanos;
  }

  Activity activity() {
    return activity;
  }

  void enter(Activity next) {
    activity = next;
  }

  /** Why the stream can't go on; null while it can. */
  IngestException failure() {
    return failure;
  }

  boolean ending() {
    return wishes.toStop() || failure != null;
  }

  boolean mayRetry() {
    return clock.nanos() - retryAtNanos >= 0;
  }

  /** The table was read, or written: the next failure is the first again. */
  void reachedTable() {
    retryDelay.reset();
  }

  /** A batch is in the table. */
  void committed() {
    conflictsInARow = 0;
    retryDelay.reset();
  }

  /** The group moved partitions, which explains conflicts. */
  void rebalanced() {
    conflictsInARow = 0;
  }

  /** Drops what is held and starts again from the table at once; a few times in a row. */
  void conflict(String message) {
    reporter.conflict(message);
    flusher.drop();
    conflictsInARow++;
    if (conflictsInARow >= MAX_CONFLICTS_IN_A_ROW) {
      fail(Faults.otherWriter(message, conflictsInARow));
      return;
    }
    LOG.info("{}; starting again from the table", message);
    recoverFrom(clock.nanos());
  }

  /** Partitions were lost with something of them held: drops that and starts again at once. */
  void lost(String message) {
    reporter.conflict(message);
    flusher.drop();
    recoverFrom(clock.nanos());
  }

  /** Nothing is held: starts again from the table at once. */
  void startAnew() {
    recoverFrom(clock.nanos());
  }

  /** Drops what is held and, after a while, starts again from the table. */
  void startOver(TransientException cause) {
    Optional<Duration> limit = settings.startTimeout();
    if (activity == Activity.STARTING
        && topic.topic() == null
        && limit.isPresent()
        && clock.nanos() - createdNanos >= limit.get().toNanos()) {
      fail(cause);
      return;
    }
    if (wishes.toStop() && !flusher.clean()) {
      // There is no later any more in which it could pass.
      fail(cause);
    }
    reporter.fault(cause, false);
    LOG.warn("{}", cause.getMessage());
    flusher.drop();
    recoverFrom(clock.nanos() + retryDelay.next());
  }

  /** The stream ends, after what is held is committed. */
  void fail(IngestException fatal) {
    if (failure == null) {
      failure = fatal;
      reporter.fault(fatal, true);
    }
  }

  /** The stream ends, and what is held must not be committed. */
  void dropAndFail(IngestException fatal) {
    flusher.drop();
    fail(fatal);
  }

  /** Moves to the state that was wished for once nothing is uncommitted, and answers. */
  void settleWishes() {
    if (ending()) {
      settleEnd();
      return;
    }
    if (activity == Activity.RUNNING && wishes.toPause() && flusher.clean()) {
      activity = Activity.PAUSED;
    } else if (activity == Activity.PAUSED && wishes.toRun()) {
      activity = Activity.RUNNING;
    }
    if (wishes.toRun() || activity == Activity.PAUSED) {
      wishes.fulfilled();
    }
  }

  private void settleEnd() {
    long now = clock.nanos();
    if (stopDeadlineNanos == null) {
      stopDeadlineNanos = now + settings.stopTimeout().toNanos();
    }
    if (flusher.clean()) {
      activity = Activity.STOPPED;
    } else if (now - stopDeadlineNanos >= 0) {
      fail(Faults.notCommittedInTime(settings.stopTimeout()));
      activity = Activity.STOPPED;
    } else if (activity == Activity.RUNNING || activity == Activity.PAUSED) {
      activity = Activity.STOPPING;
    }
  }

  private void recoverFrom(long nanos) {
    retryAtNanos = nanos;
    if (activity != Activity.STARTING) {
      activity = Activity.RECOVERING;
    }
  }
}
