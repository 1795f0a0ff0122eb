package io.deltaingest.testkit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deltaingest.domain.ingest.DeadLetterParts;
import io.deltaingest.domain.ingest.IngestLoop;
import io.deltaingest.domain.ingest.LoopSettings;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.DeadLetterStore;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import io.deltaingest.testkit.fake.FakeClock;
import io.deltaingest.testkit.fake.FakeGroup;
import io.deltaingest.testkit.fake.FakeMessageSource;
import io.deltaingest.testkit.fake.FakeTable;
import io.deltaingest.testkit.fake.FakeTableSink;
import io.deltaingest.testkit.fake.FakeTopic;
import io.deltaingest.testkit.fake.FakeTransformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A topic, a table and a clock in memory, and workers between them that a test steps by hand. */
final class LoopFixture {

  static final Duration LATENCY = Duration.ofSeconds(10);
  static final int BATCH_SIZE = 100;

  final FakeClock clock = new FakeClock();
  final FakeTopic topic;
  final FakeGroup group;
  final FakeTable table = new FakeTable();
  final FakeTable deadLetterTable = new FakeTable();

  StartFrom startFrom = StartFrom.EARLIEST;
  BadRecordPolicy onBadRecord = BadRecordPolicy.SKIP;
  MessageFormat format = MessageFormat.JSON;
  Map<Integer, Long> seekOffsets = Map.of();
  boolean endsAtLatest;
  Optional<Duration> startTimeout = Optional.empty();
  long minBytesPerFile = 1_000_000;
  boolean deadLetters;

  LoopFixture(int partitions) {
    topic = new FakeTopic("topic", partitions);
    group = new FakeGroup(topic);
    deadLetterTable.replace();
  }

  /** One worker with what it owns. */
  final class Worker {
    final FakeMessageSource source = group.newMember();
    final FakeTableSink sink = new FakeTableSink(table, clock);
    final FakeTransformer.Factory transformers = new FakeTransformer.Factory();
    final IngestLoop loop;

    Worker() {
      source.whenIdle(timeout -> clock.advance(timeout));
      loop =
          new IngestLoop(
              new LoopSettings(
                  config(), 0, () -> 1_000_000_000, Duration.ofSeconds(30), startTimeout),
              source,
              table,
              sink,
              transformers,
              deadLetters ? Optional.of(deadLetterParts()) : Optional.empty(),
              IngestObserver.NONE,
              clock);
    }

    /** Steps until the condition holds. */
    void stepUntil(BooleanSupplier condition) {
      for (int step = 0; step < 10_000; step++) {
        if (condition.getAsBoolean()) {
          return;
        }
        loop.step();
      }
      throw new AssertionError("never came true; " + loop.status());
    }

    void steps(int count) {
      for (int step = 0; step < count; step++) {
        loop.step();
      }
    }

    /** Steps so often, and says how long each poll that delivered nothing was told to wait. */
    List<Duration> idlePollsOf(int steps) {
      List<Duration> timeouts = new ArrayList<>();
      source.whenIdle(
          timeout -> {
            timeouts.add(timeout);
            clock.advance(timeout);
          });
      steps(steps);
      return timeouts;
    }

    /** Steps until the loop ends by itself. */
    void run() {
      for (int step = 0; step < 10_000; step++) {
        if (!loop.step()) {
          loop.close();
          return;
        }
      }
      throw new AssertionError("never ended; " + loop.status());
    }
  }

  Worker worker() {
    return new Worker();
  }

  /** Appends that many good messages to each partition. */
  void produce(int perPartition) {
    for (int partition = 0; partition < topic.partitionCount(); partition++) {
      for (int i = 0; i < perPartition; i++) {
        topic.append(partition, "good".getBytes(UTF_8));
      }
    }
  }

  /**
   * In every version of the table: each good message at or below the stored offset is there once,
   * and none above it.
   */
  void assertEveryVersionExact(Map<Integer, List<Long>> goodOffsets) {
    for (int version = 0; version < table.versionCount(); version++) {
      List<FakeTable.Row> rows = table.rows(version);
      List<FakeTable.Row> expected = new ArrayList<>();
      Map<String, Long> txns = table.txns(version);
      goodOffsets.forEach(
          (partition, offsets) -> {
            Long stored = txns.get("app-" + partition);
            for (long offset : offsets) {
              if (stored != null && offset <= stored) {
                expected.add(new FakeTable.Row(partition, offset));
              }
            }
          });
      if (rows.size() != expected.size() || !new HashSet<>(rows).equals(new HashSet<>(expected))) {
        throw new AssertionError(
            "version " + version + " holds " + rows + ", should hold " + expected + ", " + txns);
      }
    }
  }

  private DeadLetterParts deadLetterParts() {
    return new DeadLetterParts(
        new DeadLetterStore() {
          @Override
          public TableSnapshot read() {
            return deadLetterTable.read();
          }

          @Override
          public Optional<Map<Integer, long[]>> recorded(
              TableSnapshot asOf, String recorder, String name, Map<Integer, OffsetRange> windows) {
            return Optional.empty();
          }
        },
        new FakeTableSink(deadLetterTable, clock),
        schema -> new DeadLetterRows());
  }

  /** Where the rejected message is. */
  private static final class DeadLetterRows implements DeadLetterTransformer {
    @Override
    public Rejection transform(Message message, Rejection cause, RowBatch into) {
      into.beginRow();
      ((IntVector) into.column(0)).append(message.partition());
      ((LongVector) into.column(1)).append(message.offset());
      into.endRow();
      return null;
    }

    @Override
    public long failedTransforms() {
      return 0;
    }
  }

  private StreamConfig config() {
    return new StreamConfig(
        "stream",
        new StreamConfig.Source(
            "topic", "group", startFrom, KafkaSettings.of(Map.of()), endsAtLatest, seekOffsets),
        format,
        List.of(),
        Optional.empty(),
        new StreamConfig.Table(
            "/table",
            "app",
            false,
            Optional.empty(),
            StreamConfig.SchemaEvolution.NONE,
            StreamConfig.LogEngine.KERNEL),
        BATCH_SIZE,
        new StreamConfig.Flush(LATENCY, minBytesPerFile),
        deadLetters
            ? Optional.of(new StreamConfig.DeadLetters("/dead-letters", List.of()))
            : Optional.empty(),
        deadLetters ? BadRecordPolicy.DEAD_LETTER : onBadRecord,
        1,
        StreamConfig.DesiredState.RUNNING);
  }
}
