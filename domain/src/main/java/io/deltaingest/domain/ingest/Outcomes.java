package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.ingest.CommitStages.Kind;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.MessageSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what became of the batch in commit, and says where the worker goes from there. */
final class Outcomes {

  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

  private final MessageSource source;
  private final AssignedPartitions partitions;
  private final MessageProcessor processor;
  private final TableSession session;
  private final Flusher flusher;
  private final Course course;
  private final Wishes wishes;
  private final StatusReporter reporter;
  private final IngestObserver observer;
  private final Clock clock;

  Outcomes(
      MessageSource source,
      AssignedPartitions partitions,
      MessageProcessor processor,
      TableSession session,
      Flusher flusher,
      Course course,
      Wishes wishes,
      StatusReporter reporter,
      IngestObserver observer,
      Clock clock) {
    this.source = source;
    this.partitions = partitions;
    this.processor = processor;
    this.session = session;
    this.flusher = flusher;
    this.course = course;
    this.wishes = wishes;
    this.reporter = reporter;
    this.observer = observer;
    this.clock = clock;
  }

  /** Takes those that have come; waits for the first up to {@code timeout}. */
  void take(Duration timeout) {
    Optional<CommitOutcome> outcome = session.awaitOutcome(timeout);
    while (outcome.isPresent()) {
      settle(outcome.get());
      outcome = session.awaitOutcome(Duration.ZERO);
    }
  }

  private void settle(CommitOutcome outcome) {
    if (!session.isInCommit(outcome.batchId())) {
      LOG.debug("Outcome of a batch that is not in commit: {}", outcome);
      return;
    }
    if (outcome instanceof CommitOutcome.Committed done) {
      stageCommitted(done.report());
    } else if (outcome instanceof CommitOutcome.AlreadyCommitted done) {
      stageCommitted(done.report());
    } else {
      flusher.commitSettled();
      processor.notCommitted(session.notCommitted());
      notCommitted(outcome);
    }
  }

  private void stageCommitted(CommitReport report) {
    Kind kind = session.stageCommitted(report, partitions.progress(), clock.millis());
    if (kind == Kind.MAIN) {
      flusher.commitSettled();
      committed(report);
      return;
    }
    if (kind == Kind.DEAD_LETTERS) {
      observer.deadLettersCommitted(report);
    }
    if (session.abandoned()) {
      flusher.commitSettled();
      processor.notCommitted(session.notCommitted());
    }
  }

  private void notCommitted(CommitOutcome outcome) {
    if (outcome instanceof CommitOutcome.OffsetsMoved moved) {
      observer.commitFailed("offsets-moved");
      course.conflict("The table's offsets moved: " + moved.detail());
    } else if (outcome instanceof CommitOutcome.SchemaChanged changed) {
      observer.commitFailed("schema-changed");
      course.conflict("The table changed: " + changed.detail());
    } else if (outcome instanceof CommitOutcome.TableReplaced replaced) {
      observer.commitFailed("table-replaced");
      course.dropAndFail(Faults.tableReplaced(replaced.detail()));
    } else if (outcome instanceof CommitOutcome.Failed failed) {
      observer.commitFailed("failed");
      if (failed.failure() instanceof TransientException away && !wishes.toStop()) {
        course.startOver(away);
      } else {
        course.dropAndFail(failed.failure());
      }
    }
  }

  private void committed(CommitReport report) {
    course.committed();
    reporter.committed(report, partitions);
    Map<Integer, Long> next = new HashMap<>();
    for (PartitionProgress progress : partitions.progress()) {
      progress.stored().ifPresent(stored -> next.put(progress.partition(), stored + 1));
    }
    source.reportProgress(next);
  }
}
