package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the group's decisions, inside of {@code source.poll}: partitions that come are sought
 * from the tables, and what is held of partitions that go is committed before they do.
 */
final class Assignments implements AssignmentListener {

  private static final Logger LOG = LoggerFactory.getLogger(Assignments.class);
  private static final Duration WAIT = Duration.ofMillis(100);

  private final LoopSettings settings;
  private final MessageSource source;
  private final OffsetStore offsets;
  private final TxnNames names;
  private final StartOffsets starts;
  private final TopicWatch topic;
  private final AssignedPartitions partitions;
  private final DeadLetters deadLetters;
  private final TableSession session;
  private final Flusher flusher;
  private final Course course;
  private final Outcomes outcomes;
  private final Wishes wishes;
  private final StatusReporter reporter;
  private final Clock clock;
  private EndOffsets ends;

  Assignments(
      LoopSettings settings,
      MessageSource source,
      OffsetStore offsets,
      TxnNames names,
      StartOffsets starts,
      TopicWatch topic,
      AssignedPartitions partitions,
      DeadLetters deadLetters,
      TableSession session,
      Flusher flusher,
      Course course,
      Outcomes outcomes,
      Wishes wishes,
      StatusReporter reporter,
      Clock clock) {
    this.settings = settings;
    this.source = source;
    this.offsets = offsets;
    this.names = names;
    this.starts = starts;
    this.topic = topic;
    this.partitions = partitions;
    this.deadLetters = deadLetters;
    this.session = session;
    this.flusher = flusher;
    this.course = course;
    this.outcomes = outcomes;
    this.wishes = wishes;
    this.reporter = reporter;
    this.clock = clock;
  }

  /** Partitions are not read beyond these offsets. Before the first assignment. */
  void endAt(EndOffsets endOffsets) {
    ends = endOffsets;
  }

  @Override
  public void onAssigned(Set<Integer> assigned) {
    LOG.info("Assigned partitions {}", assigned);
    partitions.addUnsought(assigned);
    if (course.activity() == Activity.RECOVERING || course.ending()) {
      return;
    }
    guarded(() -> seekAssigned(assigned));
  }

  private void seekAssigned(Set<Integer> assigned) {
    TableSnapshot table = offsets.read();
    if (!table.rules().equals(session.table().rules())) {
      course.conflict("The table changed up to version " + table.version());
      return;
    }
    topic.confirm(table);
    session.saw(table);
    if (seek(table, assigned)) {
      reporter.assigned();
    }
  }

  @Override
  public void onRevoked(Set<Integer> revoked) {
    LOG.info("Revoked partitions {}", revoked);
    course.rebalanced();
    if (course.activity() != Activity.STOPPED && partitions.anyUncommitted(revoked)) {
      guarded(() -> commitHeld(clock.nanos() + source.rebalanceTimeout().toNanos()));
    }
    partitions.remove(revoked);
    deadLetters.forget(revoked);
  }

  @Override
  public void onLost(Set<Integer> lost) {
    LOG.warn("Lost partitions {}: the group took them away", lost);
    course.rebalanced();
    if (partitions.anyUncommitted(lost)) {
      course.lost("The group took partitions " + lost + " away");
    }
    partitions.remove(lost);
    deadLetters.forget(lost);
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (TransientException away) {
      course.startOver(away);
    } catch (ConfigurationException | StreamFailedException fatal) {
      course.fail(fatal);
    }
  }

  /**
   * Seeks partitions to what the tables say.
   *
   * @return false when the dead-letter table changed meanwhile, so that all start again
   */
  boolean seek(TableSnapshot table, Collection<Integer> numbers) {
    Map<Integer, Long> positions = starts.resolve(table, numbers);
    Optional<Map<Integer, long[]>> recorded = deadLetters.seek(table, positions);
    if (recorded.isEmpty()) {
      course.conflict("The dead-letter table changed");
      return false;
    }
    for (int partition : numbers) {
      long start = positions.get(partition);
      source.seek(partition, start);
      partitions.add(
          new PartitionProgress(
              partition,
              table.txnVersion(names.partition(partition)),
              start,
              ends == null ? Long.MAX_VALUE : ends.endOf(partition),
              recorded.get().get(partition)));
    }
    return true;
  }

  /** Brings everything held into the table, or drops it when the time is up. */
  private void commitHeld(long deadlineNanos) {
    long stopDeadline = clock.nanos() + settings.stopTimeout().toNanos();
    while (!flusher.clean()) {
      wishes.read();
      long now = clock.nanos();
      if (now - deadlineNanos >= 0 || (wishes.toStop() && now - stopDeadline >= 0)) {
        course.conflict("The commit was not done before the partitions had to move");
        return;
      }
      if (!session.committing()) {
        flusher.submit();
      }
      outcomes.take(WAIT);
    }
  }
}
