package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.DeltaTables.DeltaTable;
import io.deltaingest.domain.ingest.Clock;
import io.deltaingest.domain.ingest.DeadLetterParts;
import io.deltaingest.domain.ingest.IngestLoop;
import io.deltaingest.domain.ingest.LoopSettings;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.DeadLetterRowTransformerFactory;
import io.deltaingest.formats.MessageRowTransformerFactory;
import io.deltaingest.testkit.fake.FakeMessageSource;
import io.deltaingest.testkit.fake.FakeTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Partition columns that are NOT NULL, and values that Delta's log could not tell from null, or not
 * hold: from the message itself, decoded from base64, and set by a transform.
 */
class EmptyPartitionValuesTest {

  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + field("id", "long", true)
          + ","
          + field("key", "string", false)
          + ","
          + field("code", "binary", false)
          + ","
          + field("region", "string", false)
          + ","
          + field("note", "string", true)
          + "]}";

  private static final List<Transform> TRANSFORMS =
      List.of(new Transform("region", "place.region"));

  @TempDir Path directory;

  @Test
  void shouldRejectTheMessageAloneWhoseValueWouldBeNullInTheLog() {
    // given: good ones between bad ones, in one batch
    FakeTopic topic = new FakeTopic("topic", 1);
    append(topic, message(0, "a", "b25l", "eu", "x"));
    append(topic, message(1, "", "b25l", "eu", "x"));
    append(topic, message(2, "a", "", "eu", "x"));
    append(topic, message(3, "a", "/w==", "eu", "x"));
    append(topic, message(4, "a", "b25l", "", "x"));
    append(topic, message(5, "a", "b25l", "eu", ""));
    append(topic, "{\"id\":6,\"key\":\"a\",\"code\":\"b25l\"}");
    append(topic, message(7, "b", "b25l", "eu", "x"));
    Path main =
        ForeignTable.create(directory.resolve("main"), SCHEMA, "key", "code", "region", "note");
    Path letters = DeadLetterTable.create(directory.resolve("letters"));

    // when
    ingest(topic, main, letters);

    // then
    try (ForeignTable table = new ForeignTable(main, "key", "code", "region", "note")) {
      assertThat(table.number("SELECT count(*) FROM t")).isEqualTo(3);
      assertThat(table.number("SELECT sum(id) FROM t")).isEqualTo(0 + 5 + 7);
      assertThat(table.number("SELECT count(*) FROM t WHERE note IS NULL AND id = 5")).isEqualTo(1);
      assertThat(table.txn("app-0")).hasValue(7);
    }
    try (ForeignTable table = new ForeignTable(letters, "date")) {
      assertThat(table.number("SELECT count(*) FROM t")).isEqualTo(5);
      assertThat(table.number("SELECT sum(kafka_offset) FROM t")).isEqualTo(1 + 2 + 3 + 4 + 6);
      assertThat(table.number("SELECT count(*) FROM t WHERE error LIKE 'Column key (%'"))
          .isEqualTo(1);
      assertThat(table.number("SELECT count(*) FROM t WHERE error LIKE 'Column code (%'"))
          .isEqualTo(2);
      assertThat(table.number("SELECT count(*) FROM t WHERE error LIKE 'Column region (%'"))
          .isEqualTo(2);
    }
  }

  private static void ingest(FakeTopic topic, Path mainLocation, Path lettersLocation) {
    StreamConfig config = config(mainLocation, lettersLocation);
    DeltaTables tables = new DeltaTables("test", java.time.Clock.systemUTC());
    FakeMessageSource source = FakeMessageSource.of(topic);
    source.whenIdle(timeout -> LockSupport.parkNanos(1_000_000));
    try (DeltaTable main = tables.open(config.table());
        DeltaTable letters = tables.open(table(lettersLocation));
        IngestLoop loop =
            new IngestLoop(
                new LoopSettings(
                    config, 0, () -> 1_000_000_000, Duration.ofSeconds(30), Optional.empty()),
                source,
                main.offsetStore(),
                main.sink("stream", 0, IngestObserver.NONE),
                MessageRowTransformerFactory.ofJson(TRANSFORMS),
                Optional.of(
                    new DeadLetterParts(
                        letters.deadLetterStore(),
                        letters.sink("letters", 0, IngestObserver.NONE),
                        DeadLetterRowTransformerFactory.ofJson(List.of(), InstantSource.system()))),
                IngestObserver.NONE,
                Clock.SYSTEM)) {
      long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (loop.step()) {
        assertThat(System.nanoTime()).as("%s", loop.status()).isLessThan(until);
      }
    }
  }

  private static StreamConfig config(Path main, Path letters) {
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
        TRANSFORMS,
        Optional.empty(),
        table(main),
        100,
        new StreamConfig.Flush(Duration.ofHours(1), Long.MAX_VALUE),
        Optional.of(new StreamConfig.DeadLetters(letters.toString(), List.of())),
        StreamConfig.BadRecordPolicy.DEAD_LETTER,
        1,
        StreamConfig.DesiredState.RUNNING);
  }

  private static StreamConfig.Table table(Path location) {
    return new StreamConfig.Table(
        location.toString(),
        "app",
        false,
        Optional.empty(),
        StreamConfig.SchemaEvolution.NONE,
        StreamConfig.LogEngine.KERNEL);
  }

  private static void append(FakeTopic topic, String message) {
    topic.append(0, message.getBytes(StandardCharsets.UTF_8));
  }

  private static String message(int id, String key, String code, String region, String note) {
    return ("{\"id\":%d,\"key\":\"%s\",\"code\":\"%s\",\"place\":{\"region\":\"%s\"},"
            + "\"note\":\"%s\"}")
        .formatted(id, key, code, region, note);
  }

  private static String field(String name, String type, boolean nullable) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":%b,\"metadata\":{}}"
        .formatted(name, type, nullable);
  }
}
