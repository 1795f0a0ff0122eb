package io.deltaingest.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.testkit.fake.TableLogOver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lane on a real log that can be made to wait or fail. */
class CommitLaneTest {

  @TempDir Path folder;
  private final BlockingQueue<CommitOutcome> outcomes = new LinkedBlockingQueue<>();
  private final AtomicInteger retries = new AtomicInteger();
  private LogFolder files;
  private GatedLog log;
  private TableSnapshot table;
  private CommitLane lane;
  private Checkpoints checkpoints;

  /** A log whose puts wait for a gate, or fail. */
  private static final class GatedLog extends TableLogOver {
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile RuntimeException failure;
    private volatile Error error;

    GatedLog(TableLog log) {
      super(log);
    }

    @Override
    public PutResult put(PreparedCommit commit) {
      try {
        gate.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
      if (error != null) {
        throw error;
      }
      if (failure != null) {
        throw failure;
      }
      return log.put(commit);
    }
  }

  @BeforeEach
  void openLane() {
    files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    TableStorage storage = new LocalTableStorage(folder);
    DeltaTableLog kernel = new DeltaTableLog(storage, "test", Clock.systemUTC());
    log = new GatedLog(kernel);
    table = log.load();
    checkpoints = new Checkpoints(kernel, "lane");
    lane = new CommitLane("lane", log, storage, checkpoints);
    lane.begin(table);
  }

  @AfterEach
  void closeLane() {
    lane.close();
    checkpoints.close();
  }

  @Test
  void shouldPutBatchesThatWaitTogetherIntoOneVersion() throws InterruptedException {
    // given
    CountDownLatch gate = new CountDownLatch(1);
    log.gate = gate;
    add("first", "app-0", OptionalLong.empty(), 0);
    awaitBusy();

    // when
    add("second", "app-1", OptionalLong.empty(), 0);
    add("third", "app-2", OptionalLong.empty(), 0);
    add("fourth", "app-3", OptionalLong.empty(), 0);
    gate.countDown();

    // then
    assertThat(List.of(version(), version(), version(), version())).containsExactly(1L, 2L, 2L, 2L);
    assertThat(files.actions(2, "txn")).hasSize(3);
  }

  @Test
  void shouldNotPutTwoBatchesOfOneWorkerIntoOneVersion() throws InterruptedException {
    // given
    CountDownLatch gate = new CountDownLatch(1);
    log.gate = gate;
    add("other", "app-9", OptionalLong.empty(), 0);
    awaitBusy();

    // when
    add("worker", "app-0", OptionalLong.empty(), 1);
    add("worker", "app-0", OptionalLong.of(1), 2);
    gate.countDown();

    // then
    assertThat(List.of(version(), version(), version())).containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldTellThatAVersionWasLost() throws InterruptedException {
    // given
    CountDownLatch gate = new CountDownLatch(1);
    log.gate = gate;
    add("worker", "app-0", OptionalLong.empty(), 1);
    awaitBusy();
    new ForeignFiles(files).commit("other", Map.of("elsewhere", 1L));

    // when
    gate.countDown();

    // then
    assertThat(version()).isEqualTo(2);
    assertThat(retries).hasValue(1);
  }

  @Test
  void shouldWaitForStorageAndGoOn() throws InterruptedException {
    // given
    log.failure = new TransientException(Problem.of("Writing failed", "No space left", ""));
    add("worker", "app-0", OptionalLong.empty(), 1);
    assertThat(outcomes.poll(200, TimeUnit.MILLISECONDS)).isNull();

    // when
    log.failure = null;

    // then
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void shouldGiveUpTheBatchOfASinkThatLeaves() throws InterruptedException {
    // given
    log.failure = new TransientException(Problem.of("Writing failed", "No space left", ""));
    Object owner = add("worker", "app-0", OptionalLong.empty(), 1);
    awaitBusy();

    // when
    long start = System.nanoTime();
    lane.leave(owner);

    // then
    assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(4).toNanos());
    CommitOutcome.Failed outcome = (CommitOutcome.Failed) outcomes.poll(10, TimeUnit.SECONDS);
    assertThat(outcome.inDoubt()).isTrue();
  }

  @Test
  void shouldSurviveErrorsAndSayThem() throws InterruptedException {
    // given
    log.error = new OutOfMemoryError("for a test");
    add("worker", "app-0", OptionalLong.empty(), 1);

    // when
    CommitOutcome.Failed outcome = (CommitOutcome.Failed) outcomes.poll(10, TimeUnit.SECONDS);

    // then
    assertThat(outcome.failure())
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("heap is too small");
    assertThat(outcome.inDoubt()).isTrue();
    log.error = null;
    add("worker", "app-0", OptionalLong.empty(), 1);
    assertThat(version()).isEqualTo(1);
  }

  private Object add(String owner, String appId, OptionalLong expected, long version) {
    Object key = owner.intern();
    String id = owner + "-" + appId + "-" + version;
    SealedBatch batch =
        new SealedBatch(id, TxnUpdate.append(List.of(new TxnChange(appId, expected, version))), 0);
    lane.add(
        new CommitLane.Entry(
            key,
            new CommitMember(batch, List.of(), table.tableId(), table.rules(), "app"),
            false,
            new CommitLane.Listener() {
              @Override
              public void retried() {
                retries.incrementAndGet();
              }

              @Override
              public void settled(CommitOutcome outcome) {
                outcomes.add(outcome);
              }
            }));
    return key;
  }

  private long version() throws InterruptedException {
    CommitOutcome outcome = outcomes.poll(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    return ((CommitOutcome.Committed) outcome).report().version();
  }

  /** Waits until the commit thread is at the gate or backing off. */
  private static void awaitBusy() {
    await()
        .until(
            () ->
                Thread.getAllStackTraces().entrySet().stream()
                    .filter(entry -> entry.getKey().getName().equals("commit-lane"))
                    .flatMap(entry -> List.of(entry.getValue()).stream())
                    .anyMatch(
                        frame ->
                            frame.getMethodName().equals("put")
                                || frame.getMethodName().equals("pause")));
  }
}
