package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.testkit.EmbeddedKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SecuredBrokerTest {

  private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka =
        EmbeddedKafka.start(
            Map.of(
                "listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "listener.name.client.plain.sasl.jaas.config",
                    PLAIN
                        + " required username=\"broker\" password=\"broker\""
                        + " user_broker=\"broker\" user_alice=\"wonderland\";"));
    ClientSettings settings =
        KafkaSettingsTranslator.translate(
            kafka.bootstrapServers(), login("wonderland"), new GroupMember("g", "topic", 0, 1));
    try (Admin admin = Admin.create(settings.admin())) {
      admin.createTopics(List.of(new NewTopic("topic", 1, (short) 1))).all().get();
    }
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void shouldLogInWithUserNameAndPassword() {
    try (MessageSource source = source(login("wonderland"))) {
      assertThat(source.describeTopic().partitionCount()).isEqualTo(1);
      assertThat(source.endOffsets(Set.of(0))).containsOnlyKeys(0);
    }
  }

  @Test
  void shouldSayThatTheLoginIsRefusedWithoutSayingThePassword() {
    try (MessageSource source = source(login("looking-glass"))) {
      assertThatThrownBy(source::describeTopic)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("Check security.protocol, sasl.* and ssl.* settings")
          .satisfies(e -> assertThat(trace(e)).doesNotContain("looking-glass"));
      assertThatThrownBy(() -> source.endOffsets(Set.of(0)))
          .isInstanceOf(ConfigurationException.class)
          .satisfies(e -> assertThat(trace(e)).doesNotContain("looking-glass"));
    }
  }

  @Test
  void shouldRefuseAPemKeyThatIsNone() {
    KafkaSettings settings =
        KafkaSettings.of(
            Map.of(
                "security.protocol", "ssl",
                "ssl.certificate.pem", "no certificate",
                "ssl.key.pem", "-----BEGIN PRIVATE KEY-----\nlooking-glass"));

    assertThatThrownBy(() -> source(settings))
        .isInstanceOf(ConfigurationException.class)
        .satisfies(e -> assertThat(trace(e)).doesNotContain("looking-glass"));
  }

  private static MessageSource source(KafkaSettings settings) {
    return Broker.sources().create(kafka.bootstrapServers(), settings, "group", "topic", 0, 1);
  }

  private static KafkaSettings login(String password) {
    return KafkaSettings.of(
        Map.of(
            "security.protocol", "sasl_plaintext",
            "sasl.mechanisms", "PLAIN",
            "sasl.username", "alice",
            "sasl.password", password));
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
