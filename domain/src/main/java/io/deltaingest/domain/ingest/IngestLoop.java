package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.ingest.CommitStages.Kind;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.RowTransformerFactory;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker of one stream: reads its share of the topic and brings it to the table, exactly once.
 *
 * <p>Owned by one ingest thread, which calls {@link #step()} until it returns false or throws, and
 * then {@link #close()}. {@link #pause()}, {@link #resume()}, {@link #stop()} and {@link #status()}
 * may be called from any thread.
 *
 * <p>What is true between two steps: every assigned partition is either sought, with its progress
 * built on what the table had, or waits to be sought; at most one batch is in commit, and the batch
 * being built continues where that one ends. After any failure both are dropped, and the table says
 * where to start again.
 */
public final class IngestLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IngestLoop.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MAX_CONFLICTS_IN_A_ROW = 5;
  private static final long END_CHECK_NANOS = 500_000_000L;

  private final LoopSettings settings;
  private final MessageSource source;
  private final OffsetStore offsets;
  private final TableSink sink;
  private final IngestObserver observer;
  private final Clock clock;
  private final DeadLetters deadLetters;
  private final TxnNames names;
  private final StartOffsets starts;
  private final TopicWatch topic;
  private final AssignedPartitions partitions = new AssignedPartitions();
  private final MessageProcessor processor;
  private final TableSession session;
  private final Flusher flusher;
  private final StatusReporter reporter;
  private final RetryDelay retryDelay;
  private final Wishes wishes = new Wishes();
  private final long createdNanos;

  private Activity activity = Activity.STARTING;
  private EndOffsets ends;
  private boolean subscribed;
  private boolean finished;
  private boolean sourceAway;
  private boolean delivering;
  private boolean deliveryChanged = true;
  private long retryAtNanos;
  private long nextEndCheckNanos;
  private Long stopDeadlineNanos;
  private int conflictsInARow;
  private IngestException failure;

  /** Whether a poll should be cut short when the sink has news. */
  private volatile boolean awaitingSink;

  /** For a stream without a dead-letter table. */
  public IngestLoop(
      LoopSettings settings,
      MessageSource source,
      OffsetStore offsets,
      TableSink sink,
      RowTransformerFactory transformers,
      IngestObserver observer,
      Clock clock) {
    this(settings, source, offsets, sink, transformers, Optional.empty(), observer, clock);
  }

  /**
   * @param deadLetters present for a stream that has a dead-letter table
   */
  public IngestLoop(
      LoopSettings settings,
      MessageSource source,
      OffsetStore offsets,
      TableSink sink,
      RowTransformerFactory transformers,
      Optional<DeadLetterParts> deadLetters,
      IngestObserver observer,
      Clock clock) {
    this.settings = settings;
    this.source = source;
    this.offsets = offsets;
    this.sink = sink;
    this.observer = observer;
    this.clock = clock;
    names = new TxnNames(settings.stream().table().appId());
    StreamConfig.Source from = settings.stream().source();
    starts = new StartOffsets(names, from.startFrom(), from.seekOffsets(), source);
    topic = new TopicWatch(source, starts, clock);
    this.deadLetters =
        new DeadLetters(
            deadLetters.orElse(null),
            settings.stream().table().appId(),
            settings.stream().maxMessagesPerBatch());
    processor =
        new MessageProcessor(settings.stream(), transformers, sink, this.deadLetters, observer);
    session = new TableSession(sink, this.deadLetters, names, starts);
    FlushPolicy policy = new FlushPolicy(settings.stream().flush(), settings.heapBudgetBytes());
    flusher =
        new Flusher(
            policy, topic, partitions, processor, session, sink, this.deadLetters, observer, clock);
    reporter = new StatusReporter(settings.worker(), source, observer, clock);
    retryDelay = new RetryDelay(settings.stream().name().hashCode() * 31L + settings.worker());
    createdNanos = clock.nanos();
    retryAtNanos = createdNanos;
    nextEndCheckNanos = createdNanos;
    sink.onProgress(this::wakeForSink);
    deadLetters.ifPresent(parts -> parts.sink().onProgress(this::wakeForSink));
    publish();
  }

  private void wakeForSink() {
    if (awaitingSink) {
      source.wakeup();
    }
  }

  // ---- any thread ----

  /** Commits what is held and stops reading; the future ends when nothing is held any more. */
  public CompletableFuture<Void> pause() {
    return post(Mailbox.Kind.PAUSE);
  }

  /** Reads on. */
  public CompletableFuture<Void> resume() {
    return post(Mailbox.Kind.RESUME);
  }

  /** Commits what is held, within the stop time-out, and ends the loop. */
  public CompletableFuture<Void> stop() {
    return post(Mailbox.Kind.STOP);
  }

  private CompletableFuture<Void> post(Mailbox.Kind kind) {
    CompletableFuture<Void> done = wishes.post(kind);
    source.wakeup();
    return done;
  }

  /** As published after one of the last steps. */
  public WorkerStatus status() {
    return reporter.latest();
  }

  // ---- ingest thread ----

  /** Whether the loop ended because it reached the end offsets that it was told to stop at. */
  public boolean finished() {
    return finished;
  }

  /**
   * Does one round: outcomes, commands, one poll, its rows, a flush if one is due.
   *
   * @return whether to call again
   * @throws IngestException when the stream can't go on; what could be committed was
   */
  public boolean step() {
    try {
      takeOutcomes(Duration.ZERO);
      wishes.read();
      switch (activity) {
        case STARTING -> start();
        case RECOVERING -> recover();
        default -> ingest();
      }
    } catch (TransientException away) {
      startOver(away);
    } catch (ConfigurationException | StreamFailedException fatal) {
      failWith(fatal);
    }
    settleWishes();
    publish();
    if (activity == Activity.STOPPED && failure != null) {
      throw failure;
    }
    return activity != Activity.STOPPED;
  }

  private void start() {
    if (ending()) {
      takeOutcomes(POLL);
      return;
    }
    if (!waitedForRetry()) {
      return;
    }
    topic.look();
    TableSnapshot table = offsets.read();
    starts.verify(table, topic.topic());
    if (settings.stream().source().endsAtLatestOffsets() && ends == null) {
      ends = EndOffsets.now(source, topic.topic(), table, names);
    }
    starts.verifySeeks(table, topic.topic());
    begin(table);
    if (mustStoreStartOffsets(table) && !storeStartOffsets(table)) {
      return;
    }
    if (ends != null && ends.reachedBy(session.table(), names)) {
      finish();
      return;
    }
    if (!subscribed) {
      subscribed = true;
      source.subscribe(new Assignments());
    }
    retryDelay.reset();
    activity = Activity.RUNNING;
  }

  /** Builds on those versions of the tables from now on. Nothing may be in commit. */
  private void begin(TableSnapshot table) {
    session.begin(table);
    processor.begin(table);
    deadLetters.begin(table, topic.topic());
  }

  /**
   * Whether the start offsets have to be in the table before anything is read: where {@code latest}
   * is, or a seek offset, or when several workers start on it, whose first batches would contradict
   * each other otherwise.
   */
  private boolean mustStoreStartOffsets(TableSnapshot table) {
    return starts.mustResolveLatest(table)
        || starts.mustStoreSeeks(table)
        || (settings.stream().workers() > 1
            && starts.needsInitialisation(table, topic.topic().partitionCount()));
  }

  /** Writes where each partition starts; false: start again, or stop. */
  private boolean storeStartOffsets(TableSnapshot table) {
    session.submitStartOffsets(topic.topic(), starts.resolve(table, topic.topic().partitions()));
    observer.commitStarted();
    while (session.committing() && !wishes.toStop()) {
      takeOutcomes(POLL);
      wishes.read();
    }
    return !ending() && !mustStoreStartOffsets(session.table());
  }

  /**
   * Holds nothing; waits for the retry time and the batch in commit, then reads the table again.
   */
  private void recover() {
    if (ending() || session.committing()) {
      pollPaused();
      return;
    }
    if (!waitedForRetry()) {
      return;
    }
    TableSnapshot table = offsets.read();
    topic.look(table);
    begin(table);
    if (seek(table, partitions.numbers())) {
      activity = Activity.RUNNING;
    }
  }

  private void ingest() {
    if (ending()) {
      flusher.flushWhenDue(true);
      if (session.committing()) {
        takeOutcomes(POLL);
      }
      return;
    }
    setDelivery(wishes.toRun() && !flusher.waiting() && sinksReady());
    MessageBatch polled = pollThroughOutages(wishes.toRun() ? flusher.pollTimeout(POLL) : POLL);
    if (activity == Activity.RECOVERING || failure != null) {
      return;
    }
    StreamFailedException bad = polled == null ? null : processor.process(polled, partitions);
    if (bad != null) {
      failWith(bad);
    }
    boolean ended = ends != null && partitions.allReachedEnd();
    flusher.flushWhenDue(ended || ending() || !wishes.toRun());
    watchTopic();
    if (ends != null) {
      deliveryChanged = true;
      if (ended) {
        finishWhenTableReachedEnd();
      }
    }
  }

  private void watchTopic() {
    if (!sourceAway) {
      topic.confirmNowAndThen(session.table());
    }
    topic.gone().ifPresent(this::failWith);
  }

  /**
   * Polls; a broker that is away is no reason to drop what is held, which goes to the table when it
   * is due all the same.
   *
   * @return null while the broker is away
   */
  private MessageBatch pollThroughOutages(Duration timeout) {
    try {
      MessageBatch polled = poll(timeout);
      if (sourceAway && !polled.nextPositions().isEmpty()) {
        sourceAway = false;
        LOG.info("Messages come again");
      }
      return polled;
    } catch (TransientException away) {
      if (!sourceAway) {
        sourceAway = true;
        reporter.fault(away, false);
        LOG.warn("{}", away.getMessage());
      }
      return null;
    }
  }

  private MessageBatch poll(Duration timeout) {
    awaitingSink = session.committing() || !sinksReady();
    try {
      return source.poll(timeout);
    } finally {
      awaitingSink = false;
    }
  }

  private boolean sinksReady() {
    return sink.ready() && deadLetters.ready();
  }

  /** Tells the source which partitions may deliver, when that changed. */
  private void setDelivery(boolean read) {
    if (read == delivering && !deliveryChanged) {
      return;
    }
    List<Integer> readable = read ? partitions.readable() : List.of();
    List<Integer> rest = new ArrayList<>(partitions.numbers());
    rest.removeAll(readable);
    source.pause(rest);
    source.resume(readable);
    delivering = read;
    deliveryChanged = false;
  }

  /** Keeps the group's membership without reading, and without spinning. */
  private void pollPaused() {
    if (subscribed && !ending()) {
      setDelivery(false);
      poll(POLL);
    } else {
      takeOutcomes(POLL);
    }
  }

  private boolean waitedForRetry() {
    if (clock.nanos() - retryAtNanos >= 0) {
      return true;
    }
    pollPaused();
    return false;
  }

  private void finishWhenTableReachedEnd() {
    if (!flusher.clean()) {
      return;
    }
    if (ends.reachedBy(session.table(), names)) {
      finish();
    } else if (clock.nanos() - nextEndCheckNanos >= 0) {
      nextEndCheckNanos = clock.nanos() + END_CHECK_NANOS;
      if (ends.reachedBy(offsets.read(), names)) {
        finish();
      }
    }
  }

  private void finish() {
    finished = true;
    wishes.stop();
  }

  private boolean ending() {
    return wishes.toStop() || failure != null;
  }

  // ---- outcomes ----

  private void takeOutcomes(Duration timeout) {
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
      conflict("The table's offsets moved: " + moved.detail());
    } else if (outcome instanceof CommitOutcome.SchemaChanged changed) {
      observer.commitFailed("schema-changed");
      conflict("The table changed: " + changed.detail());
    } else if (outcome instanceof CommitOutcome.TableReplaced replaced) {
      observer.commitFailed("table-replaced");
      dropHeld();
      failWith(Faults.tableReplaced(replaced.detail()));
    } else if (outcome instanceof CommitOutcome.Failed failed) {
      observer.commitFailed("failed");
      if (failed.failure() instanceof TransientException away && !wishes.toStop()) {
        startOver(away);
      } else {
        dropHeld();
        failWith(failed.failure());
      }
    }
  }

  private void committed(CommitReport report) {
    conflictsInARow = 0;
    retryDelay.reset();
    reporter.committed(report, partitions);
    Map<Integer, Long> next = new HashMap<>();
    for (PartitionProgress progress : partitions.progress()) {
      progress.stored().ifPresent(stored -> next.put(progress.partition(), stored + 1));
    }
    source.reportProgress(next);
  }

  // ---- failures ----

  /** Drops what is held and starts again from the table at once; a few times in a row. */
  private void conflict(String message) {
    reporter.conflict(message);
    dropHeld();
    conflictsInARow++;
    if (conflictsInARow >= MAX_CONFLICTS_IN_A_ROW) {
      failWith(Faults.otherWriter(message, conflictsInARow));
      return;
    }
    LOG.info("{}; starting again from the table", message);
    recoverFrom(clock.nanos());
  }

  /** Drops what is held and, after a while, starts again from the table. */
  private void startOver(TransientException cause) {
    Optional<Duration> limit = settings.startTimeout();
    if (activity == Activity.STARTING
        && topic.topic() == null
        && limit.isPresent()
        && clock.nanos() - createdNanos >= limit.get().toNanos()) {
      failWith(cause);
      return;
    }
    if (wishes.toStop() && !flusher.clean()) {
      // There is no later any more in which it could pass.
      failWith(cause);
    }
    reporter.fault(cause, false);
    LOG.warn("{}", cause.getMessage());
    dropHeld();
    recoverFrom(clock.nanos() + retryDelay.next());
  }

  private void recoverFrom(long nanos) {
    retryAtNanos = nanos;
    if (activity != Activity.STARTING) {
      activity = Activity.RECOVERING;
    }
  }

  private void failWith(IngestException fatal) {
    if (failure == null) {
      failure = fatal;
      reporter.fault(fatal, true);
    }
  }

  private void dropHeld() {
    flusher.drop();
    deliveryChanged = true;
  }

  // ---- wishes ----

  /** Moves to the state that was wished for once nothing is uncommitted, and answers. */
  private void settleWishes() {
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
      failWith(Faults.notCommittedInTime(settings.stopTimeout()));
      activity = Activity.STOPPED;
    } else if (activity == Activity.RUNNING || activity == Activity.PAUSED) {
      activity = Activity.STOPPING;
    }
  }

  private void publish() {
    reporter.publish(activity, limit(), partitions, processor, sink);
  }

  private String limit() {
    if (flusher.waiting()) {
      return "commit in progress";
    }
    if (activity != Activity.RUNNING) {
      return null;
    }
    if (!sink.ready()) {
      return "encoder";
    }
    if (!deadLetters.ready()) {
      return "dead letters";
    }
    return flusher.memoryShort() ? "memory" : null;
  }

  /** Closes sink and source, and answers every command. Idempotent. */
  @Override
  public void close() {
    activity = Activity.STOPPED;
    try {
      source.close();
    } catch (IngestException unclean) {
      LOG.warn("{}", unclean.getMessage());
    } finally {
      sink.close();
      if (deadLetters.enabled()) {
        deadLetters.sink().close();
      }
      wishes.close();
      reporter.ended(activity);
    }
  }

  // ---- assignment, inside a poll ----

  /**
   * Seeks partitions to what the tables say.
   *
   * @return false when the dead-letter table changed meanwhile, so that all start again
   */
  private boolean seek(TableSnapshot table, Collection<Integer> numbers) {
    Map<Integer, Long> positions = starts.resolve(table, numbers);
    Optional<Map<Integer, long[]>> recorded = deadLetters.seek(table, positions);
    if (recorded.isEmpty()) {
      conflict("The dead-letter table changed");
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
    deliveryChanged = true;
    return true;
  }

  /** Brings everything held into the table, or drops it when the time is up. */
  private void commitHeld(long deadlineNanos) {
    long stopDeadline = clock.nanos() + settings.stopTimeout().toNanos();
    while (!flusher.clean()) {
      wishes.read();
      long now = clock.nanos();
      if (now - deadlineNanos >= 0 || (wishes.toStop() && now - stopDeadline >= 0)) {
        conflict("The commit was not done before the partitions had to move");
        return;
      }
      if (!session.committing()) {
        flusher.submit();
      }
      takeOutcomes(POLL);
    }
  }

  /** Follows the group's decisions; every method runs inside {@code source.poll}. */
  private final class Assignments implements AssignmentListener {

    @Override
    public void onAssigned(Set<Integer> assigned) {
      LOG.info("Assigned partitions {}", assigned);
      deliveryChanged = true;
      partitions.addUnsought(assigned);
      if (activity == Activity.RECOVERING || ending()) {
        return;
      }
      guarded(() -> seekAssigned(assigned));
    }

    private void seekAssigned(Set<Integer> assigned) {
      TableSnapshot table = offsets.read();
      if (!table.rules().equals(session.table().rules())) {
        conflict("The table changed up to version " + table.version());
        return;
      }
      topic.confirm(table);
      if (seek(table, assigned)) {
        reporter.assigned();
      }
    }

    @Override
    public void onRevoked(Set<Integer> revoked) {
      LOG.info("Revoked partitions {}", revoked);
      conflictsInARow = 0;
      if (activity != Activity.STOPPED && partitions.anyUncommitted(revoked)) {
        guarded(() -> commitHeld(clock.nanos() + source.rebalanceTimeout().toNanos()));
      }
      partitions.remove(revoked);
      deadLetters.forget(revoked);
      deliveryChanged = true;
    }

    @Override
    public void onLost(Set<Integer> lost) {
      LOG.warn("Lost partitions {}: the group took them away", lost);
      conflictsInARow = 0;
      if (partitions.anyUncommitted(lost)) {
        reporter.conflict("The group took partitions " + lost + " away");
        dropHeld();
        recoverFrom(clock.nanos());
      }
      partitions.remove(lost);
      deadLetters.forget(lost);
      deliveryChanged = true;
    }

    private void guarded(Runnable work) {
      try {
        work.run();
      } catch (TransientException away) {
        startOver(away);
      } catch (ConfigurationException | StreamFailedException fatal) {
        failWith(fatal);
      }
    }
  }
}
