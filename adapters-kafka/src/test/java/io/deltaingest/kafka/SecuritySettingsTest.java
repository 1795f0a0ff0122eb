package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.stream.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecuritySettingsTest {

  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----";
  private static final String CHAIN =
      "-----BEGIN CERTIFICATE-----\nY2VydA==\n-----END CERTIFICATE-----";

  @ParameterizedTest
  @CsvSource({
    "PLAIN, org.apache.kafka.common.security.plain.PlainLoginModule",
    "SCRAM-SHA-256, org.apache.kafka.common.security.scram.ScramLoginModule",
    "SCRAM-SHA-512, org.apache.kafka.common.security.scram.ScramLoginModule"
  })
  void shouldMakeALoginOfUserNameAndPassword(String mechanism, String module) {
    ClientSettings settings =
        translate(
            Map.of(
                "security.protocol", "sasl_ssl",
                "sasl.mechanisms", mechanism,
                "sasl.username", "$ConnectionString",
                "sasl.password", "a \"quoted\" back\\slash"));

    assertThat(settings.consumer())
        .containsEntry("sasl.mechanism", mechanism)
        .containsEntry(
            "sasl.jaas.config",
            module
                + " required username=\"$ConnectionString\""
                + " password=\"a \\\"quoted\\\" back\\\\slash\";");
    assertThat(settings.admin()).containsKey("sasl.jaas.config");
  }

  @Test
  void shouldSayWhatALoginLacks() {
    assertThatThrownBy(() -> translate(Map.of("sasl.username", "alice")))
        .hasMessageContaining("sasl.username and sasl.password go together");
    assertThatThrownBy(
            () -> translate(Map.of("sasl.username", "alice", "sasl.password", "hunter22")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sasl.username needs sasl.mechanism")
        .hasMessageContaining("not set")
        .hasMessageNotContaining("hunter22");
  }

  @Test
  void shouldLetAnExplicitLoginWin() {
    ClientSettings settings =
        translate(
            Map.of(
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", "mine",
                "sasl.username", "alice",
                "sasl.password", "hunter22"));

    assertThat(settings.consumer()).containsEntry("sasl.jaas.config", "mine");
    assertThat(settings.warnings()).hasSize(1);
  }

  @Test
  void shouldMakeStoresOfPemTexts() {
    ClientSettings settings =
        translate(
            Map.of(
                "ssl.ca.pem", CHAIN,
                "ssl.certificate.pem", CHAIN,
                "ssl.key.pem", KEY,
                "ssl.key.password", "hunter22"));

    assertThat(settings.consumer())
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.certificates", CHAIN)
        .containsEntry("ssl.keystore.type", "PEM")
        .containsEntry("ssl.keystore.certificate.chain", CHAIN)
        .containsEntry("ssl.keystore.key", KEY)
        .containsEntry("ssl.key.password", "hunter22");
  }

  @Test
  void shouldMakeStoresOfPemFilesAndFolders(@TempDir Path dir) throws IOException {
    Path chain = Files.writeString(dir.resolve("chain.pem"), CHAIN);
    Path key = Files.writeString(dir.resolve("key.pem"), KEY);
    Path authorities = Files.createDirectory(dir.resolve("ca"));
    Files.writeString(authorities.resolve("a.pem"), "first");
    Files.writeString(authorities.resolve("b.pem"), "second");

    ClientSettings settings =
        translate(
            Map.of(
                "ssl.ca.location", authorities.toString(),
                "ssl.certificate.location", chain.toString(),
                "ssl.key.location", key.toString()));

    assertThat(settings.consumer())
        .containsEntry("ssl.truststore.certificates", "first\nsecond\n")
        .containsEntry("ssl.keystore.certificate.chain", CHAIN)
        .containsEntry("ssl.keystore.key", KEY);
  }

  @Test
  void shouldTrustWhatTheSystemTrustsWhenTold() {
    assertThat(translate(Map.of("ssl.ca.location", "probe")).consumer())
        .doesNotContainKey("ssl.truststore.type");
  }

  @Test
  void shouldSayWhatIsWrongWithKeysAndCertificates(@TempDir Path dir) {
    assertThatThrownBy(
            () -> translate(Map.of("ssl.ca.location", dir.resolve("missing.pem").toString())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ssl.ca.location")
        .hasMessageContaining("missing.pem can't be read");
    assertThatThrownBy(() -> translate(Map.of("ssl.certificate.pem", CHAIN)))
        .hasMessageContaining("ssl.certificate.* and ssl.key.* go together");
    assertThatThrownBy(
            () ->
                translate(
                    Map.of(
                        "ssl.certificate.pem",
                        CHAIN,
                        "ssl.key.pem",
                        "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0")))
        .hasMessageContaining("openssl pkcs8 -topk8")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void shouldKeepSecretsOutOfTexts() {
    Map<String, String> written = new HashMap<>();
    written.put("sasl.mechanism", "PLAIN");
    written.put("sasl.username", "alice");
    written.put("sasl.password", "hunter22");
    ClientSettings settings = translate(written);

    assertThat(settings.toString()).doesNotContain("hunter22");
    assertThat(settings.withoutSecrets("refused alice:hunter22"))
        .isEqualTo("refused alice:" + KafkaSettings.REDACTED);
  }

  private static ClientSettings translate(Map<String, String> written) {
    return KafkaSettingsTranslator.translate(
        "broker:9092", KafkaSettings.of(written), new GroupMember("group", "topic", 0, 1));
  }
}
