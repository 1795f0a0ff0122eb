package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.testkit.KafkaFixture.TransactionEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaMessageSourceTest {

  @Test
  void shouldPassOverTheMarkerBehindAFullPoll() {
    String topic = newTopic(Map.of());
    Broker.fixture()
        .produceTransaction(topic, 0, TransactionEnd.COMMIT, text("a"), text("b"), text("c"));

    try (Reader reader = new Reader(Broker.address(), topic, Map.of("max.poll.records", "3"))) {
      reader.pollUntil(() -> reader.positions().getOrDefault(0, 0L) == 4);

      assertThat(reader.polls())
          .containsExactly(
              new Reader.Polled(List.of("a", "b", "c"), List.of(0L, 1L, 2L), Map.of(0, 3L)),
              new Reader.Polled(List.of(), List.of(), Map.of(0, 4L)));
    }
  }

  @Test
  void shouldCarryThePositionOverRowsOfTransactions() {
    String topic = newTopic(Map.of());
    for (int i = 0; i < 5; i++) {
      Broker.fixture().produceTransaction(topic, 0, TransactionEnd.ABORT, text("aborted"));
      Broker.fixture().produceTransaction(topic, 0, TransactionEnd.COMMIT, text("v" + i));
    }
    Broker.fixture().produceTransaction(topic, 0, TransactionEnd.ABORT, text("aborted"));

    try (Reader reader = new Reader(Broker.address(), topic, Map.of("max.poll.records", "1"))) {
      reader.pollUntil(() -> reader.positions().getOrDefault(0, 0L) == 22);

      assertThat(reader.values()).containsExactly("v0", "v1", "v2", "v3", "v4");
      assertThat(reader.offsets()).containsExactly(2L, 6L, 10L, 14L, 18L);
    }
  }

  @Test
  void shouldPassOverWhatCompactionRemoved() {
    String topic =
        newTopic(
            Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "100",
                "min.cleanable.dirty.ratio", "0.001",
                "max.compaction.lag.ms", "100",
                "delete.retention.ms", "0"));
    for (int i = 0; i < 20; i++) {
      produceKeyed(topic, "same", "v" + i);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              // A segment is only rolled, and then compacted, when something is appended.
              produceKeyed(topic, "same", "last");
              try (Reader reader = new Reader(Broker.address(), topic, Map.of())) {
                long end = Broker.fixture().endOffsets(topic).get(0);
                reader.pollUntil(() -> reader.positions().getOrDefault(0, 0L) == end);
                return reader.offsets().get(0) > 0 && reader.offsets().size() < end;
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void shouldDeliverWhateverTheCompression(String compression) {
    String topic = newTopic(Map.of());
    List<String> sent = IntStream.range(0, 500).mapToObj(i -> "value " + i).toList();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            Broker.address(),
            "compression.type",
            compression,
            "linger.ms",
            50);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String value : sent) {
        var unused = producer.send(new ProducerRecord<>(topic, 0, text("key"), text(value)));
      }
    }

    try (Reader reader = new Reader(Broker.address(), topic, Map.of())) {
      reader.pollUntil(() -> reader.values().size() >= sent.size());
      assertThat(reader.values()).isEqualTo(sent);
    }
  }

  /** An answer that the broker holds for longer than that is taken for none. */
  @Test
  void shouldNotGatherForLongerThanRequestsMayTake() {
    String topic = newTopic(Map.of());
    Broker.fixture().produce(topic, 0, text("small"));
    MessageSource source =
        Broker.sources(1_000)
            .create(
                Broker.address(),
                KafkaSettings.of(Map.of("socket.timeout.ms", "1500")),
                "g-" + topic,
                topic,
                0,
                1,
                new CountedMemory(600_000, Long.MAX_VALUE),
                Duration.ofMinutes(5));

    try (Reader reader = new Reader(source)) {
      reader.pollUntil(() -> !reader.values().isEmpty());

      assertThat(reader.values()).containsExactly("small");
    }
  }

  @Test
  void shouldReadMessagesThatFillItsMemoryOneByOne() {
    // given: two partitions; memory for less than two of their messages
    String topic = Broker.newName("huge");
    Broker.fixture().createTopic(topic, 2, Map.of());
    for (int i = 0; i < 10; i++) {
      Broker.fixture().produce(topic, i % 2, new byte[400_000]);
    }
    CountedMemory memory = new CountedMemory(600_000, Long.MAX_VALUE);
    MessageSource source =
        Broker.sources()
            .create(
                Broker.address(),
                KafkaSettings.of(Map.of()),
                "g-" + topic,
                topic,
                0,
                1,
                memory,
                Duration.ZERO);

    // when
    try (Reader reader = new Reader(source)) {
      reader.pollUntil(() -> reader.values().size() == 4);
      source.pause(Set.of(0, 1));
      for (int i = 0; i < 5; i++) {
        reader.poll();
      }

      // then: who pauses them is still the caller
      assertThat(reader.values()).hasSize(4);
      assertThat(memory.admitted).isZero();
      source.resume(Set.of(0, 1));
      reader.pollUntil(() -> reader.values().size() == 10);
      assertThat(reader.polls()).allMatch(polled -> polled.values().size() == 1);
      assertThat(reader.positions()).isEqualTo(Map.of(0, 5L, 1, 5L));
    }
    assertThat(memory.most).isEqualTo(1);
    assertThat(memory.admitted).isZero();
  }

  @Test
  void shouldFailAtAMessageThatIsTooLargeForTheProcess() {
    String topic = newTopic(Map.of());
    Broker.fixture().produce(topic, 0, new byte[10], new byte[400_000]);
    MessageSource source =
        Broker.sources()
            .create(
                Broker.address(),
                KafkaSettings.of(Map.of()),
                "g-" + topic,
                topic,
                0,
                1,
                new CountedMemory(600_000, 399_999),
                Duration.ZERO);

    try (Reader reader = new Reader(source)) {
      assertThatThrownBy(() -> reader.pollUntil(() -> false))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("too large");
    }
  }

  /** Memory that counts the messages which are being worked on. */
  private static final class CountedMemory implements FetchMemory {
    private final long bytes;
    private final long largest;
    private int admitted;
    private int most;

    CountedMemory(long bytes, long largest) {
      this.bytes = bytes;
      this.largest = largest;
    }

    @Override
    public long fetchBytes() {
      return bytes;
    }

    @Override
    public void admit(long messageBytes) {
      if (messageBytes > largest) {
        throw new ConfigurationException(Problem.of("A message is too large", "a test", ""));
      }
      admitted++;
      most = Math.max(most, admitted);
    }

    @Override
    public void release() {
      admitted = 0;
    }
  }

  @Test
  void shouldShowItsProgressToTools() {
    String topic = newTopic(Map.of());
    Broker.fixture().produce(topic, 0, text("a"), text("b"));
    try (Reader reader = new Reader(Broker.address(), topic, Map.of())) {
      reader.pollUntil(() -> reader.values().size() == 2);

      reader.source().reportProgress(Map.of(0, 2L));
      reader.pollUntil(
          () -> Broker.fixture().committedOffsets("group-" + topic, topic).equals(Map.of(0, 2L)));
    }
  }

  @Test
  void shouldGoOnWhenItsProgressCantBeReported() {
    String topic = newTopic(Map.of());
    Broker.fixture().produce(topic, 0, text("a"));
    try (Reader reader = new Reader(Broker.address(), topic, Map.of())) {
      reader.source().reportProgress(Map.of(7, 2L));
      reader.pollUntil(() -> reader.values().size() == 1);
      reader.source().reportProgress(Map.of(7, 2L));
      reader.poll();
      Broker.fixture().produce(topic, 0, text("b"));
      reader.pollUntil(() -> reader.values().size() == 2);
    }
  }

  @Test
  void shouldReadPartitionsThatAreAddedLater() {
    String topic = newTopic(Map.of());
    try (Reader reader =
        new Reader(Broker.address(), topic, Map.of("metadata.max.age.ms", "300"))) {
      reader.pollUntil(() -> !Broker.fixture().groupMembers("group-" + topic).isEmpty());
      Broker.fixture().addPartitions(topic, 2);
      Broker.fixture().endOffsets(topic);
      Broker.fixture().produce(topic, 1, text("late"));

      reader.pollUntil(() -> reader.values().contains("late"));

      assertThat(reader.source().describeTopic().partitionCount()).isEqualTo(2);
    }
  }

  @Test
  void shouldTellARecreatedTopicByItsId() {
    String topic = newTopic(Map.of());
    try (Reader reader = new Reader(Broker.address(), topic, Map.of())) {
      TopicDescription before = reader.source().describeTopic();
      Broker.fixture().deleteTopic(topic);
      Broker.fixture().createTopic(topic, 1);

      TopicDescription after = reader.source().describeTopic();

      assertThat(after.idBits()).isPresent().isNotEqualTo(before.idBits());
      assertThat(after.idBits()).isEqualTo(KafkaTopics.idBits(Broker.fixture().topicId(topic)));
    }
  }

  @Test
  void shouldNameTopicsThatAreSpelledAlikeAndCreateNone() {
    String topic = newTopic(Map.of());
    String wrong = topic.replace("topic", "tpoic");
    try (Reader reader = new Reader(Broker.address(), wrong, Map.of())) {
      assertThatThrownBy(() -> reader.source().describeTopic())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("Topic " + wrong + " does not exist")
          .hasMessageContaining(topic);
      reader.poll();
      reader.poll();
      assertThatThrownBy(() -> reader.source().describeTopic())
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void shouldLeaveNoThreadBehind() {
    String topic = newTopic(Map.of());
    List<String> before = clientThreads(topic);
    try (Reader reader = new Reader(Broker.address(), topic, Map.of())) {
      reader.source().describeTopic();
      reader.pollUntil(() -> !Broker.fixture().groupMembers("group-" + topic).isEmpty());
      assertThat(clientThreads(topic)).hasSize(1).first().asString().contains("heartbeat");
    }
    assertThat(before).isEmpty();
    Awaitility.await().untilAsserted(() -> assertThat(clientThreads(topic)).isEmpty());
  }

  /** Threads of the clients of this topic's group, and any that the Vert.x wrapper might start. */
  private static List<String> clientThreads(String topic) {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().contains(topic)
          || thread.getName().contains("vert.x-kafka-consumer-thread")) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  private static String newTopic(Map<String, String> settings) {
    String topic = Broker.newName("topic");
    Broker.fixture().createTopic(topic, 1, settings);
    return topic;
  }

  private static void produceKeyed(String topic, String key, String value) {
    Broker.fixture().produce(List.of(new ProducerRecord<>(topic, 0, text(key), text(value))));
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
