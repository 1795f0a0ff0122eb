package io.deltaingest.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sasl.password",
        "ssl.key.password",
        "ssl.keystore.key",
        "ssl.key.pem",
        "sasl.jaas.config",
        "sasl.oauthbearer.client.secret",
        "SASL.PASSWORD"
      })
  void shouldNeverPrintASecret(String name) {
    KafkaSettings settings = KafkaSettings.of(Map.of(name, "hunter2"));

    assertThat(settings.toString()).doesNotContain("hunter2").contains(name);
    assertThat(settings.redacted()).containsEntry(name, KafkaSettings.REDACTED);
    assertThat(settings.values()).containsEntry(name, "hunter2");
  }

  @Test
  void shouldPrintWhatIsNoSecret() {
    KafkaSettings settings = KafkaSettings.of(Map.of("client.id", "me"));

    assertThat(settings.toString()).contains("client.id=me");
  }
}
