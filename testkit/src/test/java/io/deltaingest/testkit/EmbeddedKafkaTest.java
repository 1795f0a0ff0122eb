package io.deltaingest.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

  private static final byte[] VALUE = "v".getBytes(StandardCharsets.UTF_8);

  @Test
  void shouldComeBackWithItsDataAndItsTransactions() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      KafkaFixture fixture = kafka.fixture();
      fixture.createTopic("topic", 2);
      fixture.produce("topic", 1, VALUE, VALUE);
      String address = kafka.bootstrapServers();

      kafka.stop();
      kafka.restart();

      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      fixture.produceTransaction("topic", 1, KafkaFixture.TransactionEnd.COMMIT, VALUE);
      assertThat(fixture.endOffsets("topic")).containsOnly(Map.entry(0, 0L), Map.entry(1, 4L));
      fixture.deleteRecords("topic", 1, 2);
      assertThat(fixture.beginningOffsets("topic")).containsEntry(1, 2L);
    }
  }

  @Test
  void shouldLoadWebRequestsWhereTheLoaderSays() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      kafka.fixture().createTopic("web_requests", 2);
      WebRequests requests = new WebRequests(1);
      List<Long> progress = new ArrayList<>();

      new WebRequestsLoader(kafka.bootstrapServers(), "web_requests", 2)
          .load(requests, 0, 25_001, progress::add);

      assertThat(progress).containsExactly(10_000L, 20_000L, 25_001L);
      assertThat(kafka.fixture().endOffsets("web_requests"))
          .containsOnly(Map.entry(0, 12_501L), Map.entry(1, 12_500L));
      assertThat(valueAt(kafka.bootstrapServers(), new TopicPartition("web_requests", 1), 6_000))
          .isEqualTo(requests.message(12_001));
    }
  }

  @Test
  void shouldSayThatALoadFailed() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      kafka.fixture().createTopic("small", 1, Map.of("max.message.bytes", "100"));
      WebRequestsLoader loader = new WebRequestsLoader(kafka.bootstrapServers(), "small", 1);
      assertThatThrownBy(() -> loader.load(new WebRequests(1), 0, 10))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("small");
    }
  }

  @Test
  void shouldRunInAProcessThatCanBeKilled(@TempDir Path dir) {
    try (KafkaProcess kafka = KafkaProcess.start(dir)) {
      kafka.fixture().createTopic("topic", 1);
      kafka.fixture().produce("topic", 0, VALUE, VALUE);
      long pid = kafka.pid();
      String address = kafka.bootstrapServers();

      kafka.kill();
      kafka.restart();

      assertThat(kafka.pid()).isNotEqualTo(pid);
      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      assertThat(kafka.cpuTime()).isPositive();
      assertThat(kafka.fixture().endOffsets("topic")).containsOnly(Map.entry(0, 2L));
    }
  }

  private static byte[] valueAt(String bootstrapServers, TopicPartition partition, long offset) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
    }
  }
}
