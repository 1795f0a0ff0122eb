package io.deltaingest.kafka;

import static io.deltaingest.kafka.SecuredBroker.KAFKA;
import static io.deltaingest.kafka.SecuredBroker.oauth;
import static io.deltaingest.kafka.SecuredBroker.sasl;
import static io.deltaingest.kafka.SecuredBroker.tls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.testkit.CertificateAuthority;
import io.deltaingest.testkit.SecuredKafka;
import io.deltaingest.testkit.SecuredKafka.Listener;
import io.deltaingest.testkit.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.oauthbearer.JwtRetriever;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Broker and client that won't have each other: said in one line, by who has to mend what. */
class RefusedConnectionTest {

  private static final String TOPIC = "refused";
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  @BeforeAll
  static void createTopic() {
    KAFKA.fixture().createTopic(TOPIC, 1);
    KAFKA.fixture().produce(TOPIC, 0, "hello".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldNameAnAuthorityThatIsNotTrusted() {
    CertificateAuthority other = CertificateAuthority.create("Another root");

    assertRefused(
        Listener.TLS,
        tls("ssl.ca.pem", TlsIdentity.pem(List.of(other.certificate()))),
        "of no authority that is trusted here",
        "ssl.ca.location or ssl.ca.pem");
    assertRefused(
        Listener.TLS,
        Map.of("security.protocol", "ssl"),
        "of no authority that is trusted here",
        "ssl.ca.location or ssl.ca.pem");
  }

  @Test
  void shouldNameAnExpiredCertificate() {
    assertRefused(Listener.EXPIRED, tls(), "out of its time", "NotAfter", "Renew the broker's");
  }

  @Test
  void shouldNameACertificateOfAnotherHost() {
    assertRefused(
        Listener.OTHER_HOST,
        tls(),
        "another host's",
        "127.0.0.1",
        "ssl.endpoint.identification.algorithm=none");
  }

  @Test
  void shouldAskForAClientCertificate() {
    assertRefused(
        Listener.MUTUAL_TLS,
        tls(),
        "The broker wants a certificate of this client",
        "Give one with ssl.certificate.location and ssl.key.location");
  }

  @Test
  void shouldSayThatTheClientsCertificateIsNotAccepted() {
    TlsIdentity stranger = CertificateAuthority.create("Another root").issue("client");

    assertRefused(
        Listener.MUTUAL_TLS,
        tls("ssl.certificate.pem", stranger.chainPem(), "ssl.key.pem", stranger.keyPem()),
        "does not accept this client's certificate",
        "Check ssl.certificate.*");
  }

  @Test
  void shouldSayThatALoginIsRefusedWithoutSayingThePassword() {
    for (String mechanism : List.of("PLAIN", "SCRAM-SHA-512")) {
      assertRefused(
          Listener.SASL,
          sasl("sasl_plaintext", mechanism, "sasl.password", "looking-glass"),
          "Authentication failed",
          "Check sasl.username and sasl.password",
          mechanism);
    }
    assertRefused(
        Listener.SASL_TLS,
        sasl("sasl_ssl", "PLAIN", "sasl.password", "looking-glass"),
        "Authentication failed",
        "Check sasl.username and sasl.password");
  }

  @Test
  void shouldNameTheMechanismsThatTheBrokerHas() {
    assertRefused(
        Listener.PLAIN_ONLY,
        sasl("sasl_plaintext", "SCRAM-SHA-512"),
        "SCRAM-SHA-512",
        "[PLAIN]",
        "Set sasl.mechanism");
  }

  @Test
  void shouldSayThatTheOauthServerRefusesTheClient() {
    assertRefused(
        Listener.SASL,
        oauth(KAFKA.tokens().tokenUrl(), "sasl.oauthbearer.client.secret", "looking-glass"),
        "The OAuth server does not give a token",
        "401",
        "sasl.oauthbearer.client.secret");
  }

  @Test
  void shouldWaitForAnOauthServerThatIsAway() {
    Map<String, String> settings =
        oauth("http://127.0.0.1:1/token", "sasl.login.retry.backoff.max.ms", "200");

    IngestException failure = failure(Listener.SASL, settings);

    assertThat(failure).isInstanceOf(TransientException.class);
    assertThat(failure).hasMessageContaining("http://127.0.0.1:1/token");
  }

  @Test
  void shouldSayThatTheListenerSpeaksTls() {
    assertRefused(Listener.TLS, Map.of(), "speaks TLS", "security.protocol is PLAINTEXT", "=SSL");
    assertRefused(Listener.SASL_TLS, sasl("sasl_plaintext", "PLAIN"), "speaks TLS", "=SASL_SSL");
  }

  @Test
  void shouldSayThatTheListenerDoesNotSpeakTls() {
    assertRefused(
        KAFKA.openBrokers(), tls(), "does not speak TLS", "protocol is SSL", "=PLAINTEXT");
    assertRefused(
        KAFKA.brokers(Listener.SASL),
        sasl("sasl_ssl", "PLAIN"),
        "does not speak TLS",
        "=SASL_PLAINTEXT");
  }

  /** Four letters would be taken for the length of an answer, of more than a gigabyte. */
  @Test
  void shouldSayThatThereIsNoBroker() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread greeter = new Thread(() -> greet(server), "greeter");
      greeter.start();

      assertRefused(
          "127.0.0.1:" + server.getLocalPort(),
          Map.of(),
          "no Kafka broker at 127.0.0.1:" + server.getLocalPort(),
          "another protocol",
          "Check the brokers' addresses");
    }
  }

  private static void greet(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write("SSH-2.0-server\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readAllBytes();
      } catch (IOException closed) {
        // The next one, or the end of the test.
      }
    }
  }

  @Test
  void shouldSayThatALibraryIsMissing() {
    assertRefused(
        Listener.SASL,
        oauth(
            KAFKA.tokens().tokenUrl(),
            "sasl.oauthbearer.jwt.retriever.class",
            NeedsMore.class.getName()),
        "A library is missing (com/example/Missing)",
        "settings that name classes");
  }

  /** As one whose library was left out. */
  public static final class NeedsMore implements JwtRetriever {
    @Override
    public void configure(
        Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
      throw new NoClassDefFoundError("com/example/Missing");
    }

    @Override
    public String retrieve() {
      throw new IllegalStateException();
    }
  }

  @Test
  void shouldSayThatTheListenerWantsALogin() {
    assertRefused(Listener.SASL, Map.of(), "wants a login (SASL)", "=SASL_PLAINTEXT");
    assertRefused(Listener.SASL_TLS, tls(), "wants a login (SASL)", "=SASL_SSL");
  }

  @Test
  void shouldSayThatTheListenerTakesNoLogin() {
    assertRefused(
        KAFKA.openBrokers(),
        sasl("sasl_plaintext", "PLAIN"),
        "takes no SASL",
        "security.protocol=PLAINTEXT");
  }

  @Test
  void shouldSayWhatAccessIsMissing() {
    KAFKA.fixture().createTopic("denied", 1);
    KAFKA.putScramUser("bob", "builder");
    KAFKA.deny("bob", ResourceType.TOPIC, "denied");
    KAFKA.deny("bob", ResourceType.GROUP, "denied-group");
    Map<String, String> bob =
        sasl("sasl_plaintext", "SCRAM-SHA-512", "sasl.username", "bob", "sasl.password", "builder");

    try (MessageSource source =
        Broker.sources()
            .create(KAFKA.brokers(Listener.SASL), KafkaSettings.of(bob), "group", "denied", 0, 1)) {
      assertClear(
          catchThrowableOfType(IngestException.class, source::describeTopic),
          bob,
          "denied",
          "Grant READ and DESCRIBE on topic denied");
    }
    try (Reader reader = new Reader(KAFKA.brokers(Listener.SASL), TOPIC, "denied-group", bob)) {
      assertClear(
          catchThrowableOfType(
              IngestException.class, () -> reader.pollUntil(() -> !reader.values().isEmpty())),
          bob,
          "denied-group",
          "Grant READ on the consumer group denied-group");
    }
  }

  @Test
  void shouldFailWhenCredentialsAreRefusedWhileRunning() {
    try (SecuredKafka kafka = SecuredKafka.start()) {
      kafka.fixture().createTopic(TOPIC, 1);
      kafka.fixture().produce(TOPIC, 0, "hello".getBytes(StandardCharsets.UTF_8));
      kafka.putScramUser("carol", "before");
      Map<String, String> carol =
          sasl(
              "sasl_plaintext",
              "SCRAM-SHA-512",
              "sasl.username",
              "carol",
              "sasl.password",
              "before");
      try (Reader reader = new Reader(kafka.brokers(Listener.SASL), TOPIC, carol)) {
        reader.pollUntil(() -> !reader.values().isEmpty());

        kafka.putScramUser("carol", "afterwards");
        kafka.restart();

        assertClear(
            catchThrowableOfType(
                IngestException.class, () -> reader.pollUntil(() -> reader.values().size() > 1)),
            carol,
            "Authentication failed",
            "Check sasl.username and sasl.password");
      }
    }
  }

  private static void assertRefused(
      Listener listener, Map<String, String> settings, String... words) {
    assertRefused(KAFKA.brokers(listener), settings, words);
  }

  private static void assertRefused(String brokers, Map<String, String> settings, String... words) {
    long started = System.nanoTime();
    IngestException failure = failure(brokers, settings);
    Duration took = Duration.ofNanos(System.nanoTime() - started);

    assertClear(failure, settings, words);
    assertThat(took).isLessThan(AT_ONCE);
  }

  private static void assertClear(
      IngestException failure, Map<String, String> settings, String... words) {
    assertThat(failure).isInstanceOf(ConfigurationException.class);
    assertThat(failure.getMessage()).contains(words).doesNotContain("\n", "Exception");
    assertThat(failure.problem().cause()).isNotEmpty();
    assertThat(failure.problem().remedy()).isNotEmpty();
    settings.forEach(
        (name, value) -> {
          if (KafkaSettings.isSecret(name) && !value.startsWith("http")) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
              assertThat(String.valueOf(cause.getMessage())).doesNotContain(value);
            }
          }
        });
  }

  private static IngestException failure(Listener listener, Map<String, String> settings) {
    return failure(KAFKA.brokers(listener), settings);
  }

  /** Of what a start does, and of the look-ups and polls that would come after. */
  private static IngestException failure(String brokers, Map<String, String> settings) {
    return catchThrowableOfType(
        IngestException.class,
        () -> {
          try (MessageSource source =
              Broker.sources().create(brokers, KafkaSettings.of(settings), "group", TOPIC, 0, 1)) {
            source.describeTopic();
            source.endOffsets(Set.of(0));
          }
        });
  }
}
