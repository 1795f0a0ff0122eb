package io.deltaingest.delta.sink;

import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.support.GatedStorage;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.RowFiller;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.row.RowBatch;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sink says that it holds, and that it holds no more than it may. */
class BoundedSinkTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private GatedStorage storage;
  private Checkpoints checkpoints;
  private CommitLane lane;
  private DeltaTableLog log;
  private DeltaTableSink sink;
  private volatile long limit = Long.MAX_VALUE;
  private long done = -1;

  @BeforeEach
  void openSink() {
    new LogFolder(folder)
        .create(
            struct(
                "id",
                "\"long\"",
                "kind",
                "\"string\"",
                "uuid",
                "\"string\"",
                "url",
                "\"string\"",
                "status",
                "\"integer\"",
                "amount",
                "\"double\"",
                "ok",
                "\"boolean\"",
                "key",
                "\"integer\""),
            "key");
    storage = new GatedStorage(folder);
    log = new DeltaTableLog(storage, "test", Clock.systemUTC());
    checkpoints = new Checkpoints(log, "test");
    lane = new CommitLane("test", log, storage, checkpoints);
    sink =
        new DeltaTableSink(
            "stream-0", storage, log, lane, "app", false, IngestObserver.NONE, () -> limit);
    sink.begin(log.load());
  }

  @AfterEach
  void closeSink() {
    storage.openGate();
    sink.close();
    lane.close();
    checkpoints.close();
  }

  @Test
  void shouldCountWhatManySmallOpenFilesHold() {
    // given
    storage.openGate();
    commitRows(1_000, id -> (int) id);
    long before = usedHeap();

    // when
    append(1_000, id -> (int) id);
    append(1_000, id -> (int) id);
    awaitEncoded();

    // then
    assertCounted(usedHeap() - before);
  }

  @Test
  void shouldCountWhatFewLargeOpenFilesHold() {
    // given
    storage.openGate();
    appendToFewFiles();
    assertThat(commit()).isInstanceOf(CommitOutcome.Committed.class);
    long before = usedHeap();

    // when: some MB of buffers and dictionaries
    appendToFewFiles();
    awaitEncoded();

    // then
    assertCounted(usedHeap() - before);
  }

  @Test
  void shouldCountWhatEndedFilesHoldUntilTheyAreCommitted() {
    // given
    storage.openGate();
    commitRows(1_000, id -> (int) id);
    long before = usedHeap();

    // when
    append(1_000, id -> (int) id);
    SealedBatch sealed = sink.seal(update());
    await().atMost(PATIENCE).until(() -> dataFiles() == 2_000);
    awaitSteady();

    // then: more is counted, for their entry in the log is still to come
    long held = usedHeap() - before;
    assertThat(held).isGreaterThan(MIB / 2);
    assertThat(sink.heapBytes()).isBetween(held, 6 * held);
    sink.submit(sealed);
    assertThat(sink.awaitOutcome(PATIENCE)).isPresent();
    assertThat(sink.heapBytes()).isZero();
  }

  @Test
  void shouldEndFilesEarlyWhenOneRowBatchHasMorePartitionsThanMemory() {
    // given
    storage.openGate();
    limit = MIB;

    // when: the files of 800 partitions need some 4 MB at once
    append(800, id -> (int) id);

    // then: most are ended, while the batch is still open
    await().atMost(PATIENCE).until(() -> dataFiles() > 500);
    append(800, id -> (int) id);
    CommitOutcome outcome = commit();
    assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    CommitOutcome.Committed committed = (CommitOutcome.Committed) outcome;
    assertThat(committed.report().rows()).isEqualTo(1_600);
    assertThat(committed.report().files()).isBetween(1_301, 1_600);
    assertThat(sink.heapBytes()).isZero();
  }

  @Test
  void shouldAskForNoMoreThanItMayHoldWhileTheDiskIsSlow() {
    // given
    limit = 3 * MIB;

    // when: a caller who goes on as long as he is asked to
    int appended = 0;
    for (int quiet = 0; quiet < 20; quiet++) {
      while (sink.ready() && appended < 1_000) {
        append(400, id -> (int) id);
        appended++;
        quiet = 0;
      }
      pause();
    }

    // then
    assertThat(appended).isBetween(2, 100);
    assertThat(sink.heapBytes()).isBetween(2L * MIB, 6L * MIB);
    assertThat(storage.mostSyncing()).isEqualTo(8);
    assertThat(storage.mostOpen()).isBetween(8, 140);

    // when
    storage.openGate();

    // then
    await().atMost(PATIENCE).until(sink::ready);
    CommitOutcome.Committed committed = (CommitOutcome.Committed) commit();
    assertThat(committed.report().rows()).isEqualTo(400L * appended);
    assertThat(sink.heapBytes()).isZero();
  }

  @Test
  void shouldDeleteFilesThatEndedEarlyWhenTheBatchIsDiscarded() {
    // given
    storage.openGate();
    limit = MIB;
    append(800, id -> (int) id);
    await().atMost(PATIENCE).until(() -> dataFiles() > 100);

    // when
    sink.discard();

    // then
    await().atMost(PATIENCE).until(() -> sink.heapBytes() == 0 && dataFiles() == 0);
  }

  private void assertCounted(long held) {
    assertThat(sink.heapBytes()).isBetween((long) (0.75 * held), (long) (1.6 * held));
    assertThat(held).isGreaterThan(3 * MIB);
  }

  private void appendToFewFiles() {
    for (int i = 0; i < 60; i++) {
      append(2_000, id -> (int) (id % 5));
      await().atMost(PATIENCE).until(sink::ready);
    }
  }

  private void commitRows(int rows, LongFunction<Integer> key) {
    append(rows, key);
    assertThat(commit()).isInstanceOf(CommitOutcome.Committed.class);
  }

  private void append(int rows, LongFunction<Integer> key) {
    RowBatch batch = sink.newBatch();
    for (long id = 0; id < rows; id++) {
      RowFiller.add(
          batch,
          List.of(
              id,
              id % 3 == 0 ? "GET" : "POST",
              "0a1b2c3d-4e5f-6a7b-8c9d-" + (100_000_000_000L + id),
              "/catalog/" + id % 1_000 + "/item",
              (int) (200 + id % 5),
              id / 100.0,
              id % 2 == 0,
              key.apply(id)));
    }
    sink.append(batch);
  }

  private CommitOutcome commit() {
    sink.submit(sink.seal(update()));
    return sink.awaitOutcome(PATIENCE).orElseThrow();
  }

  private TxnUpdate update() {
    OptionalLong stored = done < 0 ? OptionalLong.empty() : OptionalLong.of(done);
    done++;
    return TxnUpdate.append(List.of(new TxnChange("app-0", stored, done)));
  }

  /** Waits until everything appended is in files: what is counted does not change any more. */
  private void awaitEncoded() {
    awaitSteady();
    assertThat(sink.encodedBytes()).isPositive();
  }

  private void awaitSteady() {
    AtomicLong last = new AtomicLong(-1);
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ofMillis(200))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> last.getAndSet(sink.heapBytes()) == sink.heapBytes());
  }

  /** Or -1, while files come and go. */
  private long dataFiles() {
    try {
      return new LogFolder(folder).dataFiles().size();
    } catch (UncheckedIOException deletedMeanwhile) {
      return -1;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
