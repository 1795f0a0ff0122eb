package io.deltaingest.kafka;

import static io.deltaingest.kafka.SecuredBroker.CA;
import static io.deltaingest.kafka.SecuredBroker.KAFKA;
import static io.deltaingest.kafka.SecuredBroker.oauth;
import static io.deltaingest.kafka.SecuredBroker.sasl;
import static io.deltaingest.kafka.SecuredBroker.tls;
import static io.deltaingest.kafka.WrittenSettings.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.testkit.SecuredKafka;
import io.deltaingest.testkit.SecuredKafka.Listener;
import io.deltaingest.testkit.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What librdkafka's settings say is done: messages are read from brokers that insist on it. */
class SecuredConnectionTest {

  private static final String TOPIC = "secured";

  @BeforeAll
  static void fillTopic() {
    KAFKA.fixture().createTopic(TOPIC, 1);
    KAFKA.fixture().produce(TOPIC, 0, "hello".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldReadOverTlsByCaText() {
    assertReads(Listener.TLS, tls());
  }

  @Test
  void shouldReadOverTlsByCaFileAndFolder(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("ca.pem"), CA);
    Files.write(dir.resolve("other.der"), new byte[] {(byte) 0x80, 0, -1});

    assertReads(Listener.TLS, tls("ssl.ca.pem", null, "ssl.ca.location", file.toString()));
    assertReads(Listener.TLS, tls("ssl.ca.pem", null, "ssl.ca.location", dir.toString()));
  }

  @Test
  void shouldReadFromABrokerOfAnotherNameWhenTold() {
    assertReads(Listener.OTHER_HOST, tls("ssl.endpoint.identification.algorithm", "none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLS", "EXPIRED", "OTHER_HOST"})
  void shouldReadFromWhoeverAnswersWhenTold(String listener) {
    assertReads(
        Listener.valueOf(listener),
        Map.of("security.protocol", "ssl", "enable.ssl.certificate.verification", "false"));
  }

  @Test
  void shouldShowACertificateWithAnRsaKey() {
    TlsIdentity client = KAFKA.authority().intermediate("clients").issueRsa("client");

    assertReads(
        Listener.MUTUAL_TLS,
        tls("ssl.certificate.pem", client.chainPem(), "ssl.key.pem", client.keyPem()));
  }

  @Test
  void shouldShowACertificateOutOfFiles(@TempDir Path dir) throws IOException {
    TlsIdentity client = KAFKA.authority().issue("client");
    Path chain = Files.writeString(dir.resolve("chain.pem"), client.chainPem());
    Path key = Files.writeString(dir.resolve("key.pem"), client.keyPem());

    assertReads(
        Listener.MUTUAL_TLS,
        tls("ssl.certificate.location", chain.toString(), "ssl.key.location", key.toString()));
  }

  @Test
  void shouldShowACertificateOutOfAKeystore(@TempDir Path dir) {
    TlsIdentity client = KAFKA.authority().issue("client");
    Path store = TlsIdentity.write(client.store("store-pw"), dir.resolve("c.p12"), "store-pw");

    assertReads(
        Listener.MUTUAL_TLS,
        tls("ssl.keystore.location", store.toString(), "ssl.keystore.password", "store-pw"));
  }

  @Test
  void shouldShowACertificateToABrokerThatIsNotVerified() {
    TlsIdentity client = KAFKA.authority().issue("client");

    assertReads(
        Listener.MUTUAL_TLS,
        tls(
            "enable.ssl.certificate.verification",
            "false",
            "ssl.ca.pem",
            null,
            "ssl.certificate.pem",
            client.chainPem(),
            "ssl.key.pem",
            client.keyPem()));
  }

  @ParameterizedTest
  @CsvSource({
    "SASL, sasl_plaintext, PLAIN",
    "SASL, sasl_plaintext, SCRAM-SHA-256",
    "SASL, sasl_plaintext, SCRAM-SHA-512",
    "SASL_TLS, sasl_ssl, PLAIN",
    "SASL_TLS, sasl_ssl, SCRAM-SHA-512"
  })
  void shouldLogInWithUserNameAndPassword(String listener, String protocol, String mechanism) {
    assertReads(Listener.valueOf(listener), sasl(protocol, mechanism));
  }

  @Test
  void shouldLogInAsEventHubsWantsIt() {
    assertReads(
        Listener.SASL_TLS,
        sasl(
            "SASL_SSL",
            "PLAIN",
            "ssl.ca.pem",
            CA,
            "sasl.username",
            SecuredKafka.EVENT_HUBS_USER,
            "sasl.password",
            SecuredKafka.EVENT_HUBS_PASSWORD));
  }

  @Test
  void shouldLogInWithATokenOfAnOauthServer() {
    int before = KAFKA.tokens().requests().size();

    assertReads(Listener.SASL, oauth(KAFKA.tokens().tokenUrl()));

    assertThat(KAFKA.tokens().requests())
        .hasSizeGreaterThan(before)
        .last()
        .asString()
        .contains("grant_type=client_credentials")
        .contains("scope=ingest");
  }

  @Test
  void shouldLogInWithATokenFetchedOverTls() {
    assertReads(
        Listener.SASL_TLS,
        oauth(
            KAFKA.tokens().secureTokenUrl(),
            "https.ca.pem",
            CA,
            "security.protocol",
            "sasl_ssl",
            "ssl.ca.pem",
            CA,
            "sasl.oauthbearer.extensions",
            "tenant=a,purpose=b c"));
  }

  @Test
  void shouldLogInWithATokenByJavasNames() {
    assertReads(
        Listener.SASL,
        with(
            oauth(KAFKA.tokens().tokenUrl()),
            "sasl.oauthbearer.method",
            null,
            "sasl.oauthbearer.client.id",
            null,
            "sasl.oauthbearer.client.secret",
            null,
            "sasl.oauthbearer.client.credentials.client.id",
            SecuredKafka.USER,
            "sasl.oauthbearer.client.credentials.client.secret",
            SecuredKafka.PASSWORD));
  }

  private static void assertReads(Listener listener, Map<String, String> settings) {
    Map<String, String> hasty = with(settings, "fetch.wait.max.ms", "20");
    try (Reader reader = new Reader(KAFKA.brokers(listener), TOPIC, hasty)) {
      assertThat(reader.source().describeTopic().partitionCount()).isEqualTo(1);
      reader.pollUntil(() -> !reader.values().isEmpty());
      assertThat(reader.values()).containsExactly("hello");
    }
  }
}
