package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.testkit.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerOutageTest {

  private static final KafkaSettings IMPATIENT =
      KafkaSettings.of(Map.of("default.api.timeout.ms", "1000", "socket.timeout.ms", "1000"));

  @Test
  void shouldReadOnWhenTheBrokerIsBack() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      kafka.fixture().createTopic("topic", 1);
      kafka.fixture().produce("topic", 0, text("before"));
      try (Reader reader = new Reader(kafka.bootstrapServers(), "topic", Map.of())) {
        reader.pollUntil(() -> reader.values().size() == 1);
        kafka.stop();
        for (int i = 0; i < 20; i++) {
          reader.poll();
        }
        kafka.restart();
        kafka.fixture().produce("topic", 0, text("after"));

        // The first record comes again if the group was shared out anew meanwhile.
        reader.pollUntil(() -> reader.values().contains("after"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void shouldHearAnIdleBrokerAndNoticeOneThatIsAway(String protocol) {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      kafka.fixture().createTopic("topic", 1);
      Map<String, Object> settings = new HashMap<>();
      settings.put("bootstrap.servers", kafka.bootstrapServers());
      settings.put("group.id", "group");
      settings.put("group.protocol", protocol);
      settings.put("auto.offset.reset", "earliest");
      if (protocol.equals("classic")) {
        settings.put("heartbeat.interval.ms", 300);
      }
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        BrokerSilence silence =
            new BrokerSilence(
                kafka.bootstrapServers(),
                Duration.ofSeconds(2),
                BrokerSilence.responsesOf(consumer),
                System::nanoTime);
        consumer.subscribe(Set.of("topic"));
        while (consumer.assignment().isEmpty()) {
          consumer.poll(Duration.ofMillis(100));
        }
        consumer.pause(consumer.assignment());
        pollAndCheck(consumer, silence, Duration.ofSeconds(4));

        kafka.stop();

        assertThatThrownBy(() -> pollAndCheck(consumer, silence, Duration.ofSeconds(15)))
            .isInstanceOf(TransientException.class)
            .hasMessageContaining("No broker of " + kafka.bootstrapServers() + " answers");
        kafka.restart();
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .pollInSameThread()
            .ignoreExceptionsInstanceOf(TransientException.class)
            .until(
                () -> {
                  consumer.poll(Duration.ofMillis(100));
                  silence.check();
                  return true;
                });
      }
    }
  }

  private static void pollAndCheck(
      KafkaConsumer<byte[], byte[]> consumer, BrokerSilence silence, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(100));
      silence.check();
    }
  }

  @Test
  void shouldSayWithinTheLookUpTimeThatNobodyAnswers() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String brokers = "127.0.0.1:" + mute.getLocalPort();
      MessageSource source = Broker.sources().create(brokers, IMPATIENT, "group", "topic", 0, 1);
      try {
        long started = System.nanoTime();
        assertThatThrownBy(source::describeTopic)
            .isInstanceOf(TransientException.class)
            .hasMessageContaining(brokers);
        assertThatThrownBy(() -> source.endOffsets(Set.of(0)))
            .isInstanceOf(TransientException.class)
            .hasMessageContaining(brokers);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
      } finally {
        source.close(Duration.ofMillis(100));
      }
    }
  }

  @Test
  void shouldWaitForBrokersWithoutAnAddress() {
    assertThatThrownBy(
            () ->
                Broker.sources()
                    .create("no-such-host.invalid:9092", IMPATIENT, "group", "topic", 0, 1)
                    .describeTopic())
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("no-such-host.invalid:9092");
  }

  @Test
  void shouldRefuseWhatIsNoAddress() {
    assertThatThrownBy(() -> Broker.sources().create("nonsense", IMPATIENT, "group", "topic", 0, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nonsense");
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
