package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.testkit.KafkaProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program in a small heap, with topics that would take much more if they could. */
class BoundedMemoryIT {

  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + field("seq", "long")
          + ","
          + field("key", "string")
          + ","
          + field("uuid", "string")
          + ","
          + field("status", "integer")
          + ","
          + field("method", "string")
          + ","
          + field("url", "string")
          + ","
          + field("amount", "double")
          + ","
          + field("time", "timestamp")
          + ","
          + field("body", "string")
          + "]}";

  private static final int LARGE = 10_000_000;

  @TempDir static Path brokerDirectory;
  private static KafkaProcess kafka;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    kafka = KafkaProcess.start(brokerDirectory);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void shouldIngestInterleavedTablePartitionsInASmallHeap() {
    shouldComplete("many", 4, 200_000, 2_000, 0, 1);
  }

  @Test
  @Tag("soak")
  void shouldIngestAMillionMessagesOverTwoThousandTablePartitions() {
    shouldComplete("million", 4, 1_000_000, 2_000, 0, 1);
  }

  @Test
  @Tag("soak")
  void shouldIngestAMillionMessagesOverFiveThousandTablePartitions() {
    shouldComplete("five", 4, 1_000_000, 5_000, 0, 1);
  }

  @Test
  void shouldIngestMessagesOfTenMegabytesFromManyTopicPartitions() {
    shouldComplete("large", 64, 64, 20, LARGE, 1);
  }

  @Test
  void shouldIngestMessagesOfTenMegabytesByFourWorkers() {
    shouldComplete("workers", 16, 32, 5, LARGE, 4);
  }

  @Test
  @Tag("soak")
  void shouldIngestManyMessagesOfTenMegabytesByFourWorkers() {
    shouldComplete("soak", 64, 256, 20, LARGE, 4);
  }

  @Test
  void shouldRefuseAMessageThatTheHeapIsTooSmallFor() {
    // given
    kafka
        .fixture()
        .createTopic("refused", 1, Map.of("max.message.bytes", Integer.toString(2 * LARGE)));
    fill("refused", 1, 1, 1, LARGE);
    Path location = ForeignTable.create(directory.resolve("refused"), SCHEMA, "key");

    // when
    try (LauncherProcess ingest = ingest(heap("64m"), "refused", location, 1)) {
      // then
      assertThat(ingest.awaitExit()).as(ingest.log()).isEqualTo(2);
      assertThat(ingest.stderr())
          .contains("is too large for this process: With 1 worker about ")
          .contains("Give the process more heap (KDI_HEAP), or run fewer workers");
    }
  }

  private void shouldComplete(
      String topic,
      int topicPartitions,
      int messages,
      int tablePartitions,
      int bodyBytes,
      int workers) {
    // given
    kafka
        .fixture()
        .createTopic(topic, topicPartitions, Map.of("max.message.bytes", "" + 2 * LARGE));
    fill(topic, topicPartitions, messages, tablePartitions, bodyBytes);
    Path location = ForeignTable.create(directory.resolve(topic), SCHEMA, "key");

    // when
    try (LauncherProcess ingest = ingest(heap("256m"), topic, location, workers)) {
      assertThat(ingest.awaitExit()).as(ingest.log()).isZero();
    }

    // then
    try (ForeignTable table = new ForeignTable(location, "key")) {
      assertThat(table.number("SELECT count(*) FROM t")).isEqualTo(messages);
      assertThat(table.number("SELECT count(DISTINCT seq) FROM t")).isEqualTo(messages);
      assertThat(table.number("SELECT count(DISTINCT f.key) FROM files f"))
          .isEqualTo(Math.min(messages, tablePartitions));
      assertThat(table.number("SELECT coalesce(sum(length(body)), 0) FROM t"))
          .isEqualTo((long) messages * bodyBytes);
    }
  }

  /** As {@code bin/kafka-delta-ingest} starts it with that {@code KDI_HEAP}. */
  private static List<String> heap(String size) {
    return List.of("-Xmx" + size, "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");
  }

  private LauncherProcess ingest(List<String> jvm, String topic, Path location, int workers) {
    return LauncherProcess.startWith(
        jvm,
        directory,
        "ingest",
        topic,
        location.toString(),
        "-k",
        kafka.bootstrapServers(),
        "--app_id",
        topic,
        "--auto_offset_reset",
        "earliest",
        "--workers",
        Integer.toString(workers),
        "-e");
  }

  private static void fill(
      String topic, int topicPartitions, int messages, int tablePartitions, int bodyBytes) {
    String body = bodyBytes == 0 ? "" : ",\"body\":\"" + noise(bodyBytes) + "\"";
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producerSettings())) {
      Future<RecordMetadata> last = null;
      for (int seq = 0; seq < messages && failure.get() == null; seq++) {
        last =
            producer.send(
                new ProducerRecord<>(
                    topic, seq % topicPartitions, null, message(seq, tablePartitions, body)),
                (metadata, e) -> {
                  if (e != null) {
                    failure.set(e);
                  }
                });
      }
      producer.flush();
      assertThat(last).isDone();
    }
    assertThat(failure.get()).isNull();
  }

  /** Text that compression makes no smaller. */
  private static String noise(int length) {
    byte[] text = new byte[length];
    Random random = new Random(1);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(26));
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static byte[] message(int seq, int tablePartitions, String body) {
    return ("{\"seq\":%d,\"key\":\"k%d\",\"uuid\":\"0a1b2c3d-4e5f-6a7b-8c9d-%012d\",\"status\":%d,"
            + "\"method\":\"GET\",\"url\":\"/catalog/%d/item\",\"amount\":%d.25,"
            + "\"time\":\"2026-01-01T00:00:00Z\"%s}")
        .formatted(
            seq,
            seq % tablePartitions,
            seq * 7919L,
            200 + seq % 5,
            seq % 100_000,
            seq % 1_000,
            body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> producerSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20L);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * LARGE);
    return settings;
  }

  private static String field(String name, String type) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{}}"
        .formatted(name, type);
  }
}
