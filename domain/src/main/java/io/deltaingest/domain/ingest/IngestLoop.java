package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
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
import java.util.Optional;
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

  /** While nothing is awaited but what ends a poll of itself: messages, partitions, a wish. */
  private static final Duration IDLE_POLL = Duration.ofSeconds(5);

  private final MessageSource source;
  private final TableSink sink;
  private final DeadLetters deadLetters;
  private final StartOffsets starts;
  private final TopicWatch topic;
  private final AssignedPartitions partitions = new AssignedPartitions();
  private final MessageProcessor processor;
  private final TableSession session;
  private final Flusher flusher;
  private final StatusReporter reporter;
  private final Course course;
  private final Outcomes outcomes;
  private final Assignments assignments;
  private final Wishes wishes = new Wishes();
  private final TopicReader reader;
  private final StartPhase startPhase;
  private final Halts halts;
  private final BoundedEnd end;
  private boolean finished;

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
    this.source = source;
    this.sink = sink;
    TxnNames names = new TxnNames(settings.stream().table().appId());
    StreamConfig.Source from = settings.stream().source();
    starts = new StartOffsets(names, from.startFrom(), from.seekOffsets(), source);
    topic = new TopicWatch(source, starts, clock);
    this.deadLetters =
        new DeadLetters(deadLetters.orElse(null), names, settings.stream().maxMessagesPerBatch());
    processor =
        new MessageProcessor(
            settings.stream(),
            settings.heapBudgetBytes(),
            transformers,
            sink,
            this.deadLetters,
            observer);
    session = new TableSession(sink, this.deadLetters, names, starts);
    FlushPolicy policy = new FlushPolicy(settings.stream().flush(), settings.heapBudgetBytes());
    flusher =
        new Flusher(
            policy, topic, partitions, processor, session, sink, this.deadLetters, observer, clock);
    reporter = new StatusReporter(settings.worker(), source, observer, clock);
    course = new Course(settings, topic, flusher, reporter, wishes, clock);
    outcomes =
        new Outcomes(
            source,
            partitions,
            processor,
            session,
            flusher,
            course,
            wishes,
            reporter,
            observer,
            clock);
    assignments =
        new Assignments(
            settings,
            source,
            offsets,
            names,
            starts,
            topic,
            partitions,
            this.deadLetters,
            session,
            flusher,
            course,
            outcomes,
            wishes,
            reporter,
            clock);
    reader =
        new TopicReader(
            source,
            partitions,
            session,
            sink,
            this.deadLetters,
            reporter,
            from.endsAtLatestOffsets());
    startPhase =
        new StartPhase(
            settings.stream(),
            offsets,
            starts,
            topic,
            processor,
            this.deadLetters,
            session,
            course,
            outcomes,
            wishes,
            observer);
    halts = new Halts(offsets, processor, session, course);
    end =
        new BoundedEnd(
            from.endsAtLatestOffsets(), source, offsets, names, starts, topic, partitions, clock);
    sink.onProgress(reader::wakeForSink);
    deadLetters.ifPresent(parts -> parts.sink().onProgress(reader::wakeForSink));
    publish();
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
      outcomes.take(Duration.ZERO);
      wishes.read();
      switch (course.activity()) {
        case STARTING -> start();
        case RECOVERING -> recover();
        default -> ingest();
      }
    } catch (TransientException away) {
      course.startOver(away);
    } catch (ConfigurationException | StreamFailedException fatal) {
      course.fail(fatal);
    }
    course.settleWishes();
    publish();
    if (course.activity() == Activity.STOPPED && course.failure() != null) {
      throw course.failure();
    }
    return course.activity() != Activity.STOPPED;
  }

  private void start() {
    if (ending()) {
      outcomes.take(POLL);
      return;
    }
    if (!waitedForRetry()) {
      return;
    }
    TableSnapshot table = startPhase.readTopicAndTable();
    end.fix(table, assignments);
    starts.verifySeeks(table, topic.topic());
    startPhase.begin(table);
    if (!startPhase.storeStartOffsetsIfDue(table)) {
      return;
    }
    if (end.reachedBy(session.table())) {
      finish();
      return;
    }
    reader.subscribe(assignments);
    course.reachedTable();
    course.enter(Activity.RUNNING);
  }

  /**
   * Holds nothing; waits for the retry time and the batch in commit, then reads the table again.
   */
  private void recover() {
    halts.forget();
    if (ending() || session.committing()) {
      pollPaused();
      return;
    }
    if (!waitedForRetry()) {
      return;
    }
    Optional<TableSnapshot> table = halts.grown(startPhase.readTopicAndTable());
    if (table.isEmpty()) {
      return;
    }
    startPhase.begin(table.get());
    halts.begun(table.get());
    if (assignments.seek(table.get(), partitions.numbers())) {
      course.enter(Activity.RUNNING);
    }
  }

  private void ingest() {
    if (ending()) {
      flusher.flushWhenDue(true);
      if (session.committing() || flusher.waiting()) {
        outcomes.take(POLL);
      }
      return;
    }
    if (halts.pending()) {
      settleHalt();
      return;
    }
    reader.deliver(wishes.toRun() && !flusher.waiting() && reader.sinksReady());
    MessageBatch polled = reader.pollThroughOutages(flusher.pollTimeout(longestPoll()));
    if (course.activity() == Activity.RECOVERING || course.failure() != null) {
      return;
    }
    if (polled != null && !polled.nextPositions().isEmpty()) {
      topic.polled();
    }
    halts.take(polled == null ? null : processor.process(polled, partitions));
    boolean ended = end.readByThisWorker();
    flusher.flushWhenDue(ended || ending() || halts.pending() || !wishes.toRun());
    watchTopic();
    if (ended && flusher.clean() && end.reachedByAll(session.table())) {
      finish();
    }
  }

  /**
   * Short while something is awaited that may come without ending a poll: others that reach the end
   * of a bounded run; another try at partitions that could not be sought; and news of the sink,
   * which may come right before the poll and wake nobody. What the last steps changed is published
   * before a long one.
   */
  private Duration longestPoll() {
    boolean undisturbed =
        (wishes.toRun() || course.activity() == Activity.PAUSED)
            && !end.isBounded()
            && !partitions.hasUnsought()
            && !session.committing()
            && !flusher.waiting()
            && reader.sinksReady();
    return undisturbed ? reporter.untilDue(IDLE_POLL) : POLL;
  }

  /**
   * Reading stopped before a message: what came before it is committed, then the table is read
   * again, which also seeks to that message.
   */
  private void settleHalt() {
    reader.deliver(false);
    reader.pollThroughOutages(flusher.clean() ? Duration.ZERO : POLL);
    if (course.activity() == Activity.RECOVERING || course.failure() != null) {
      return;
    }
    flusher.flushWhenDue(true);
    if (flusher.clean()) {
      halts.settle();
    }
  }

  private void watchTopic() {
    if (!reader.sourceAway()) {
      topic.confirmNowAndThen(session.table());
    }
    topic.gone().ifPresent(course::fail);
  }

  /** Keeps the group's membership without reading, and without spinning. */
  private void pollPaused() {
    if (reader.subscribed() && !ending()) {
      reader.pollPaused(POLL);
    } else {
      outcomes.take(POLL);
    }
  }

  private boolean waitedForRetry() {
    if (course.mayRetry()) {
      return true;
    }
    pollPaused();
    return false;
  }

  private void finish() {
    finished = true;
    wishes.stop();
  }

  private boolean ending() {
    return course.ending();
  }

  private void publish() {
    reporter.publish(course.activity(), limit(), partitions, processor, sink);
  }

  private String limit() {
    if (flusher.waiting()) {
      return session.committing() ? "commit in progress" : "broker";
    }
    if (course.activity() != Activity.RUNNING) {
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
    course.enter(Activity.STOPPED);
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
      reporter.ended(course.activity());
    }
  }
}
