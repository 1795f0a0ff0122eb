package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.StructType;
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
import java.util.ArrayList;
import java.util.List;
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
  private final Course course;
  private final Outcomes outcomes;
  private final Assignments assignments;
  private final Wishes wishes = new Wishes();

  private EndOffsets ends;
  private boolean subscribed;
  private boolean finished;
  private Halt halt;
  private StructType wanted;
  private StructType growing;
  private boolean sourceAway;
  private boolean delivering;
  private long deliveredChange = -1;
  private long nextEndCheckNanos;
  private Long stopDeadlineNanos;

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
    nextEndCheckNanos = clock.nanos();
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
    settleWishes();
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
    TableSnapshot table = readTopicAndTable();
    if (settings.stream().source().endsAtLatestOffsets() && ends == null) {
      ends = EndOffsets.now(source, topic.topic(), table, names);
      assignments.endAt(ends);
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
      source.subscribe(assignments);
    }
    course.reachedTable();
    course.enter(Activity.RUNNING);
  }

  /** Looks at both while nothing is held, and holds one against the other. */
  private TableSnapshot readTopicAndTable() {
    topic.look();
    TableSnapshot table = offsets.read();
    starts.verify(table, topic.topic());
    return table;
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
      outcomes.take(POLL);
      wishes.read();
    }
    return !ending() && !mustStoreStartOffsets(session.table());
  }

  /**
   * Holds nothing; waits for the retry time and the batch in commit, then reads the table again.
   */
  private void recover() {
    halt = null;
    if (ending() || session.committing()) {
      pollPaused();
      return;
    }
    if (!waitedForRetry()) {
      return;
    }
    TableSnapshot table = readTopicAndTable();
    if (wanted == null) {
      begin(table);
    } else {
      Optional<TableSnapshot> grown = offsets.grow(table, wanted);
      if (grown.isEmpty()) {
        return;
      }
      table = grown.get();
      begin(table);
      processor.doWithout(table.schema().root().lacking(wanted));
      growing = wanted;
      wanted = null;
    }
    if (assignments.seek(table, partitions.numbers())) {
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
    if (halt != null) {
      settleHalt();
      return;
    }
    setDelivery(wishes.toRun() && !flusher.waiting() && sinksReady());
    MessageBatch polled = pollThroughOutages(wishes.toRun() ? flusher.pollTimeout(POLL) : POLL);
    if (course.activity() == Activity.RECOVERING || course.failure() != null) {
      return;
    }
    if (polled != null && !polled.nextPositions().isEmpty()) {
      topic.polled();
    }
    halt = polled == null ? null : processor.process(polled, partitions);
    if (halt instanceof Halt.Failed failed) {
      halt = null;
      course.fail(failed.failure());
    }
    boolean ended = ends != null && partitions.allReachedEnd();
    flusher.flushWhenDue(ended || ending() || halt != null || !wishes.toRun());
    watchTopic();
    if (ends != null) {
      if (ended) {
        finishWhenTableReachedEnd();
      }
    }
  }

  /**
   * Reading stopped before a message: what came before it is committed, then the table is read
   * again, which also seeks to that message.
   */
  private void settleHalt() {
    setDelivery(false);
    pollThroughOutages(flusher.clean() ? Duration.ZERO : POLL);
    if (course.activity() == Activity.RECOVERING || course.failure() != null) {
      return;
    }
    flusher.flushWhenDue(true);
    if (!flusher.clean()) {
      return;
    }
    if (halt instanceof Halt.Away away) {
      course.startOver(away.cause());
    } else if (halt instanceof Halt.Grow grow) {
      LOG.info("Messages have values that the table has no column for: {}", grow.wanted());
      wanted = grow.wanted();
      if (session.table().growth().isPresent()) {
        // No row has brought those columns into the table yet.
        wanted = growing.with(wanted);
      }
      course.startAnew();
    }
    halt = null;
  }

  private void watchTopic() {
    if (!sourceAway) {
      topic.confirmNowAndThen(session.table());
    }
    topic.gone().ifPresent(course::fail);
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
    if (read == delivering && ends == null && partitions.changes() == deliveredChange) {
      return;
    }
    List<Integer> readable = read ? partitions.readable() : List.of();
    List<Integer> rest = new ArrayList<>(partitions.numbers());
    rest.removeAll(readable);
    source.pause(rest);
    source.resume(readable);
    delivering = read;
    deliveredChange = partitions.changes();
  }

  /** Keeps the group's membership without reading, and without spinning. */
  private void pollPaused() {
    if (subscribed && !ending()) {
      setDelivery(false);
      poll(POLL);
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
    return course.ending();
  }

  // ---- wishes ----

  /** Moves to the state that was wished for once nothing is uncommitted, and answers. */
  private void settleWishes() {
    if (ending()) {
      settleEnd();
      return;
    }
    if (course.activity() == Activity.RUNNING && wishes.toPause() && flusher.clean()) {
      course.enter(Activity.PAUSED);
    } else if (course.activity() == Activity.PAUSED && wishes.toRun()) {
      course.enter(Activity.RUNNING);
    }
    if (wishes.toRun() || course.activity() == Activity.PAUSED) {
      wishes.fulfilled();
    }
  }

  private void settleEnd() {
    long now = clock.nanos();
    if (stopDeadlineNanos == null) {
      stopDeadlineNanos = now + settings.stopTimeout().toNanos();
    }
    if (flusher.clean()) {
      course.enter(Activity.STOPPED);
    } else if (now - stopDeadlineNanos >= 0) {
      course.fail(Faults.notCommittedInTime(settings.stopTimeout()));
      course.enter(Activity.STOPPED);
    } else if (course.activity() == Activity.RUNNING || course.activity() == Activity.PAUSED) {
      course.enter(Activity.STOPPING);
    }
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
