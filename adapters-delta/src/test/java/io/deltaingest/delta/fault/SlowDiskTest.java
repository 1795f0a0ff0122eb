package io.deltaingest.delta.fault;

import static io.deltaingest.delta.support.Schemas.struct;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.log.DeltaOffsetStore;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.sink.CommitLane;
import io.deltaingest.delta.sink.DeltaTableSink;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.ingest.Clock;
import io.deltaingest.domain.ingest.IngestLoop;
import io.deltaingest.domain.ingest.LoopSettings;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.testkit.fake.FakeMessageSource;
import io.deltaingest.testkit.fake.FakeTopic;
import io.deltaingest.testkit.fake.FakeTransformer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose disk takes 30 ms for every call. */
class SlowDiskTest {

  private static final int TOPIC_PARTITIONS = 20;
  private static final int MESSAGES = 200;
  private static final long LIMIT = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  @TempDir Path folder;

  @Test
  void shouldPauseAndSayThatTheEncoderIsTheLimit() throws Exception {
    // given: more messages than the worker may hold
    LogFolder created =
        new LogFolder(folder)
            .create(struct("partition", "\"integer\"", "offset", "\"long\""), "partition");
    FakeTopic topic = new FakeTopic("topic", TOPIC_PARTITIONS);
    for (int message = 0; message < MESSAGES; message++) {
      for (int partition = 0; partition < TOPIC_PARTITIONS; partition++) {
        topic.append(partition, "good".getBytes(UTF_8));
      }
    }
    FakeMessageSource source = FakeMessageSource.of(topic);
    source.maxPollRecords(100);
    source.whenIdle(timeout -> LockSupport.parkNanos(1_000_000));
    Faults late = new Faults(Faults.Moment.LATE, Faults.Reason.IO_ERROR, 0, Integer.MAX_VALUE);
    LocalTableStorage storage = new LocalTableStorage(FaultyFileSystem.path(folder, late));
    DeltaTableLog log = new DeltaTableLog(storage, "test", java.time.Clock.systemUTC());

    // when
    Set<String> limits = new HashSet<>();
    Set<Activity> activities = new HashSet<>();
    long mostHeld = 0;
    boolean pausedAll = false;
    try (Checkpoints checkpoints = new Checkpoints(log, "slow");
        CommitLane lane = new CommitLane("slow", log, storage, checkpoints);
        DeltaTableSink sink =
            new DeltaTableSink(
                "stream-0", storage, log, lane, "app", false, IngestObserver.NONE, () -> LIMIT);
        IngestLoop loop =
            new IngestLoop(
                new LoopSettings(
                    config(), 0, () -> Long.MAX_VALUE, PATIENCE, Optional.of(PATIENCE)),
                source,
                new DeltaOffsetStore(log, storage.location()),
                sink,
                new FakeTransformer.Factory(),
                IngestObserver.NONE,
                Clock.SYSTEM)) {
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (loop.step()) {
        assertThat(System.nanoTime()).as("%s", loop.status()).isLessThan(until);
        limits.add(String.valueOf(loop.status().limit()));
        activities.add(loop.status().activity());
        mostHeld = Math.max(mostHeld, sink.heapBytes());
        pausedAll |= source.paused().size() == TOPIC_PARTITIONS && !sink.ready();
      }

      // then: nothing failed, and nothing was held beyond a row batch or two
      assertThat(loop.finished()).isTrue();
      assertThat(loop.status().counts().conflicts()).isZero();
    }
    assertThat(late.struck()).isGreaterThan(100);
    assertThat(limits).contains("encoder");
    assertThat(activities).doesNotContain(Activity.RECOVERING);
    assertThat(pausedAll).isTrue();
    assertThat(mostHeld).isBetween(LIMIT / 8, 8 * LIMIT);
    try (DuckDb duck = new DuckDb()) {
      assertThat(
              duck.rows(
                  "select count(*), count(distinct \"offset\") from " + DuckDb.table(created)))
          .asString()
          .isEqualTo("[[" + MESSAGES * TOPIC_PARTITIONS + ", " + MESSAGES + "]]");
    }
  }

  private static StreamConfig config() {
    return new StreamConfig(
        "stream",
        new StreamConfig.Source(
            "topic",
            "group",
            StreamConfig.StartFrom.EARLIEST,
            KafkaSettings.of(Map.of()),
            true,
            Map.of()),
        MessageFormat.JSON,
        List.of(),
        Optional.empty(),
        new StreamConfig.Table(
            "/table",
            "app",
            false,
            Optional.empty(),
            StreamConfig.SchemaEvolution.NONE,
            StreamConfig.LogEngine.KERNEL),
        100,
        new StreamConfig.Flush(Duration.ofHours(1), Long.MAX_VALUE),
        Optional.empty(),
        StreamConfig.BadRecordPolicy.SKIP,
        1,
        StreamConfig.DesiredState.RUNNING);
  }
}
