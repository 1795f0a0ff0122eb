package io.deltaingest.kafka;

import static io.deltaingest.kafka.WrittenSettings.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.testkit.CertificateAuthority;
import io.deltaingest.testkit.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecuritySettingsTest {

  private static final String KEY = PemFiles.read("rsa-pkcs8");
  private static final String CHAIN = PemFiles.read("rsa-cert");
  private static final String OTHER_CHAIN = PemFiles.read("ec-cert");

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
                "security.protocol", "sasl_plaintext",
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
                "security.protocol",
                "ssl",
                "ssl.ca.pem",
                "Bag Attributes\n" + CHAIN,
                "ssl.certificate.pem",
                OTHER_CHAIN + CHAIN,
                "ssl.key.pem",
                PemFiles.read("rsa-pkcs8-encrypted"),
                "ssl.key.password",
                PemFiles.PASSWORD));

    assertThat(settings.consumer())
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.certificates", CHAIN)
        .containsEntry("ssl.keystore.type", "PEM")
        .containsEntry("ssl.keystore.certificate.chain", CHAIN)
        .containsEntry("ssl.keystore.key", KEY)
        .doesNotContainKey("ssl.key.password");
    assertThat(settings.warnings()).isEmpty();
    assertThat(settings.withoutSecrets("a " + KEY)).doesNotContain("BEGIN");
  }

  @Test
  void shouldMakeStoresOfPemFilesAndFolders(@TempDir Path dir) throws IOException {
    Path chain = Files.writeString(dir.resolve("chain.pem"), CHAIN);
    Path key = Files.writeString(dir.resolve("key.pem"), KEY);
    Path authorities = Files.createDirectory(dir.resolve("ca"));
    Files.writeString(authorities.resolve("a.pem"), CHAIN.strip());
    Files.writeString(authorities.resolve("b.pem"), OTHER_CHAIN);

    ClientSettings settings =
        translate(
            Map.of(
                "ssl.ca.location", authorities.toString(),
                "ssl.certificate.location", chain.toString(),
                "ssl.key.location", key.toString()));

    assertThat(settings.consumer())
        .containsEntry("ssl.truststore.certificates", CHAIN + OTHER_CHAIN)
        .containsEntry("ssl.keystore.certificate.chain", CHAIN)
        .containsEntry("ssl.keystore.key", KEY);
  }

  @Test
  void shouldTrustWhatTheSystemTrustsWhenTold() {
    assertThat(translate(Map.of("ssl.ca.location", "probe")).consumer())
        .doesNotContainKey("ssl.truststore.type");
  }

  @Test
  void shouldVerifyNobodyOnlyWhenToldAndSayWhatThatMeans() {
    ClientSettings settings = translate(Map.of(TlsSettings.VERIFICATION, "false"));

    assertThat(settings.consumer())
        .containsEntry("ssl.engine.factory.class", UnverifiedTls.class.getName());
    assertThat(settings.warnings()).singleElement().asString().contains("=false: whoever answers");
    assertThat(translate(Map.of(TlsSettings.VERIFICATION, "true")).consumer())
        .doesNotContainKey("ssl.engine.factory.class");
    assertRefused(Map.of(TlsSettings.VERIFICATION, "perhaps"), "must be true or false");
  }

  @Test
  void shouldSayWhatIsWrongWithKeysAndCertificates(@TempDir Path dir) throws IOException {
    Path empty = Files.createFile(dir.resolve("empty.pem"));

    assertRefused(
        Map.of("ssl.ca.location", dir.resolve("missing.pem").toString()),
        "ssl.ca.location",
        "missing.pem can't be read");
    assertRefused(
        Map.of("ssl.ca.location", empty.toString()),
        "ssl.ca.location=" + empty + " holds no certificate in PEM form");
    assertRefused(Map.of("ssl.ca.pem", KEY), "ssl.ca.pem holds no certificate in PEM form");
    assertRefused(
        Map.of("ssl.certificate.pem", CHAIN),
        "ssl.certificate.pem needs ssl.key.location or ssl.key.pem too");
    assertRefused(
        Map.of("ssl.key.pem", KEY),
        "ssl.key.pem needs ssl.certificate.location or ssl.certificate.pem too");
    assertRefused(
        Map.of("ssl.certificate.pem", OTHER_CHAIN, "ssl.key.pem", KEY),
        "ssl.certificate.pem holds no certificate of the private key");
    assertRefused(
        Map.of("ssl.certificate.pem", CHAIN, "ssl.key.pem", PemFiles.read("rsa-pkcs1-encrypted")),
        "ssl.key.pem is encrypted in OpenSSL's older form",
        "openssl pkcs8 -topk8");
    assertRefused(
        Map.of("ssl.ca.pem", CHAIN, "ssl.truststore.location", "store.p12"),
        "ssl.ca.* and ssl.truststore.location exclude each other");
    assertRefused(
        Map.of("ssl.certificate.pem", CHAIN, "ssl.key.pem", KEY, "ssl.keystore.location", "x.p12"),
        "ssl.certificate.* and ssl.keystore.location exclude each other");
  }

  @Test
  void shouldRefuseAnExpiredCertificateOfItsOwn() {
    TlsIdentity expired = CertificateAuthority.create("root").issueExpired("client");

    assertRefused(
        Map.of("ssl.certificate.pem", expired.chainPem(), "ssl.key.pem", expired.keyPem()),
        "ssl.certificate.pem holds a certificate that expired at 20");
  }

  @Test
  void shouldSayWhatSettingsOfAnotherProtocolLack() {
    assertThat(translate(Map.of("ssl.ca.pem", CHAIN)).warnings())
        .containsExactly(
            "ssl.ca.pem has no effect: security.protocol is PLAINTEXT, not SSL or SASL_SSL");
    assertThat(
            translate(
                    Map.of(
                        "security.protocol", "ssl",
                        "sasl.mechanism", "PLAIN",
                        "sasl.username", "alice",
                        "sasl.password", "hunter22"))
                .warnings())
        .singleElement()
        .asString()
        .contains("sasl.username", "security.protocol is SSL, not SASL_SSL or SASL_PLAINTEXT")
        .doesNotContain("hunter22");
  }

  @Test
  void shouldSayWhatALoginNeeds() {
    assertRefused(Map.of("security.protocol", "sasl_ssl"), "needs sasl.mechanism");
    assertRefused(
        Map.of("security.protocol", "sasl_ssl", "sasl.mechanism", "SCRAM-SHA-512"),
        "sasl.mechanism=SCRAM-SHA-512 needs sasl.username and sasl.password");
    assertRefused(
        Map.of("security.protocol", "sasl_ssl", "sasl.mechanism", "SCRAM-SHA-1024"),
        "sasl.mechanism=SCRAM-SHA-1024 is not known",
        "PLAIN");
    assertRefused(
        Map.of("security.protocol", "sasl_ssl", "sasl.mechanism", "GSSAPI"), "sasl.jaas.config");
    assertRefused(
        Map.of("security.protocol", "sasl_ssl", "sasl.mechanism", "OAUTHBEARER"),
        "sasl.oauthbearer.method=oidc",
        "sasl.oauthbearer.token.endpoint.url");
  }

  /** The default one needs a library of brokers. */
  @Test
  void shouldHaveTokensLookedAtAsClientsDo() {
    Map<String, String> written =
        Map.of(
            "security.protocol", "sasl_ssl",
            "sasl.mechanisms", "OAUTHBEARER",
            "sasl.oauthbearer.method", "oidc",
            "sasl.oauthbearer.client.id", "kdi",
            "sasl.oauthbearer.client.secret", "hunter22",
            "sasl.oauthbearer.token.endpoint.url", "https://login.example/token");
    String name = "sasl.oauthbearer.jwt.validator.class";

    assertThat(translate(written).consumer())
        .containsEntry(name, ClientJwtValidator.class.getName());
    assertThat(translate(with(written, name, DefaultJwtValidator.class.getName())).consumer())
        .containsEntry(name, DefaultJwtValidator.class.getName());
  }

  @Test
  void shouldTakeCipherSuitesByTheStandardsNames() {
    Map<String, String> tls = Map.of("security.protocol", "ssl");

    assertThat(
            translate(
                    with(tls, "ssl.cipher.suites", "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256"))
                .consumer())
        .containsEntry("ssl.cipher.suites", "TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256");
    assertThatThrownBy(
            () -> translate(with(tls, "ssl.cipher.suites", "ECDHE-RSA-AES256-GCM-SHA384:HIGH")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ECDHE-RSA-AES256-GCM-SHA384, HIGH is not the standard's name");
  }

  @Test
  void shouldSayWhatALoginByOauthLacks() {
    Map<String, String> oauth =
        Map.of(
            "security.protocol", "sasl_ssl",
            "sasl.mechanism", "OAUTHBEARER",
            "sasl.oauthbearer.method", "oidc",
            "sasl.oauthbearer.client.id", "me",
            "sasl.oauthbearer.client.secret", "hunter22");

    assertRefused(oauth, "needs sasl.oauthbearer.token.endpoint.url too");
    assertRefused(
        with(oauth, "sasl.oauthbearer.token.endpoint.url", "file:///etc/passwd"),
        "must begin with https:// or http://");
    Map<String, String> whole = with(oauth, "sasl.oauthbearer.token.endpoint.url", "https://t/o");
    assertRefused(with(whole, "sasl.mechanism", "PLAIN"), "=oidc needs sasl.mechanism=OAUTHBEARER");
    assertRefused(
        with(whole, "sasl.oauthbearer.method", "default"),
        "sasl.oauthbearer.method=default is not supported: use oidc");
    assertRefused(
        with(whole, "sasl.oauthbearer.grant.type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        "sasl.oauthbearer.grant.type",
        "sasl.oauthbearer.jwt.retriever.class");
    assertRefused(
        with(whole, "sasl.oauthbearer.extensions", "nonsense"), "sasl.oauthbearer.extensions must");
    assertRefused(with(whole, "https.ca.pem", "nonsense"), "https.ca.pem holds no certificate");
    assertThat(translate(with(whole, "sasl.oauthbearer.extensions", "a=b")).consumer())
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                + " extension_a=\"b\";");
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

  private static void assertRefused(Map<String, String> written, String... words) {
    assertThatThrownBy(() -> translate(written))
        .isInstanceOf(ConfigurationException.class)
        .satisfies(
            e -> assertThat(e.getMessage()).contains(words).doesNotContain("hunter22", "-----"));
  }

  private static ClientSettings translate(Map<String, String> written) {
    return KafkaSettingsTranslator.translate(
        "broker:9092", KafkaSettings.of(written), new GroupMember("group", "topic", 0, 1));
  }
}
