package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.testkit.CertificateAuthority;
import io.deltaingest.testkit.SecuredKafka;
import io.deltaingest.testkit.SecuredKafka.Listener;
import io.deltaingest.testkit.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that want TLS or a login, and those that refuse them, as a user of the program sees. */
class SecuredBrokerIT {

  private static final long MESSAGES = 3;

  /** What a program that tries again and again would exceed. */
  private static final int FEW_LINES = 12;

  /** Said while a broker starts again, before it can refuse anybody. */
  private static final String AWAY = ".*(could not be established|disconnected).*";

  private static SecuredKafka kafka;
  private static String ca;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    kafka = SecuredKafka.start();
    ca = TlsIdentity.pem(List.of(kafka.authority().certificate()));
    kafka.fixture().createTopic("web_requests", 1);
    for (int i = 0; i < MESSAGES; i++) {
      kafka.fixture().produce("web_requests", 0, message(i));
    }
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void createTable() {
    WebRequestsTable.create(directory.resolve("web_requests"));
  }

  private static byte[] message(int number) {
    return """
        {"status": 200, "session_id": "7c28bcf9-be26-4d0b-931a-3374ab4bb458", "method": "GET",
         "meta": {"producer": {"timestamp": "2021-03-24T15:06:17.321710+00:00"}},
         "uuid": "831c6afa-375c-4988-b248-%d", "url": "http://www.example.com"}
        """
        .formatted(number)
        .getBytes(UTF_8);
  }

  /**
   * Arguments and environment are those of the reference's README, with this broker, table, key,
   * certificates to trust, and an end.
   */
  @Test
  void shouldTakeTheEventHubsCommandLineOfTheReference() throws Exception {
    Path trusted = Files.writeString(directory.resolve("ca-certificates.crt"), ca);
    Outcome outcome =
        run(
            Map.of("RUST_LOG", "debug", "SSL_CERT_FILE", trusted.toString()),
            "ingest",
            "web_requests",
            directory.resolve("web_requests").toString(),
            "--allowed_latency",
            "5",
            "--kafka",
            kafka.brokers(Listener.SASL_TLS),
            "--Kafka",
            "security.protocol=SASL_SSL",
            "--Kafka",
            "sasl.mechanism=PLAIN",
            "--Kafka",
            "sasl.username=" + SecuredKafka.EVENT_HUBS_USER,
            "--Kafka",
            "sasl.password=" + SecuredKafka.EVENT_HUBS_PASSWORD,
            "--Kafka",
            "socket.keepalive.enable=true",
            "--Kafka",
            "metadata.max.age.ms=180000",
            "--Kafka",
            "heartbeat.interval.ms=3000",
            "--Kafka",
            "session.timeout.ms=30000",
            "--Kafka",
            "debug=broker,security,protocol",
            "--app_id",
            "web_requests",
            "--transform",
            "date: substr(meta.producer.timestamp, `0`, `10`)",
            "--transform",
            "meta.kafka.offset: kafka.offset",
            "--transform",
            "meta.kafka.partition: kafka.partition",
            "--transform",
            "meta.kafka.topic: kafka.topic",
            "--auto_offset_reset",
            "earliest",
            "--ends_at_latest_offsets");

    assertThat(outcome.exitCode()).as(outcome.log()).isZero();
    assertThat(outcome.log())
        .containsOnlyOnce("socket.keepalive.enable has no effect")
        .containsOnlyOnce("debug has no effect")
        .doesNotContain("SharedAccessKey");
    WebRequestsTable.assertHoldsEachMessageOnce(directory.resolve("web_requests"), MESSAGES, 1);
  }

  @Test
  void shouldTakeCertificatesAndCredentialsFromTheEnvironment() {
    TlsIdentity client = kafka.authority().issue("client");
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_DELTA_INGEST_CA", ca);
    environment.put("KAFKA_DELTA_INGEST_CERT", client.chainPem());
    environment.put("KAFKA_DELTA_INGEST_KEY", client.keyPem());

    Outcome byCertificate =
        ingest(environment, Listener.MUTUAL_TLS, "-K", "security.protocol=ssl", "-e");
    assertThat(byCertificate.exitCode()).as(byCertificate.log()).isZero();

    environment.put(
        "KAFKA_DELTA_INGEST_SCRAM_JSON",
        "{\"username\":\"alice\",\"password\":\"won\\\"der\\\\land; 1=2, {x} #\"}");
    Outcome byPassword =
        ingest(
            environment,
            Listener.SASL_TLS,
            "-K",
            "security.protocol=sasl_ssl",
            "-K",
            "sasl.mechanisms=SCRAM-SHA-512",
            "-e");
    assertThat(byPassword.exitCode()).as(byPassword.log()).isZero();
    assertThat(byPassword.log()).doesNotContain("BEGIN", "won\"der");
    WebRequestsTable.assertHoldsEachMessageOnce(directory.resolve("web_requests"), MESSAGES, 1);
  }

  /** With what is in the jar, and nothing of what brokers come with. */
  @Test
  void shouldLogInWithATokenOfAnOauthServer() {
    Outcome outcome =
        ingest(
            Map.of("RUST_LOG", "debug,rdkafka=debug"),
            Listener.SASL,
            "-K",
            "security.protocol=SASL_PLAINTEXT",
            "-K",
            "sasl.mechanism=OAUTHBEARER",
            "-K",
            "sasl.oauthbearer.method=oidc",
            "-K",
            "sasl.oauthbearer.client.id=" + SecuredKafka.USER,
            "-K",
            "sasl.oauthbearer.client.secret=" + SecuredKafka.PASSWORD,
            "-K",
            "sasl.oauthbearer.scope=ingest",
            "-K",
            "sasl.oauthbearer.token.endpoint.url=" + kafka.tokens().tokenUrl(),
            "-e");

    assertThat(outcome.exitCode()).as(outcome.log()).isZero();
    assertThat(outcome.log()).doesNotContain(SecuredKafka.PASSWORD, "won\\\"der");
    WebRequestsTable.assertHoldsEachMessageOnce(directory.resolve("web_requests"), MESSAGES, 1);
  }

  @Test
  void shouldRefuseAtTheStartWhatTheUserMustMend() throws Exception {
    String other =
        TlsIdentity.pem(List.of(CertificateAuthority.create("Another root").certificate()));
    Path noKey = Files.writeString(directory.resolve("key.pem"), "no key");
    Path certificate =
        Files.writeString(
            directory.resolve("cert.pem"), kafka.authority().issue("client").chainPem());
    kafka.fixture().createTopic("denied", 1);
    kafka.putScramUser("bob", "looking-glass");
    kafka.deny("bob", ResourceType.GROUP, "kafka_delta_ingest");

    ingest(Map.of(), Listener.SASL, plain("looking-glass")).isRefused("sasl.password");
    ingest(Map.of("KAFKA_DELTA_INGEST_CA", other), Listener.TLS, "-K", "security.protocol=ssl")
        .isRefused("ssl.ca.location");
    ingest(Map.of("KAFKA_DELTA_INGEST_CA", ca), Listener.EXPIRED, "-K", "security.protocol=ssl")
        .isRefused("out of its time", "Renew");
    ingest(Map.of(), Listener.TLS).isRefused("speaks TLS", "security.protocol=SSL");
    ingest(
            Map.of(),
            Listener.TLS,
            "-K",
            "security.protocol=ssl",
            "-K",
            "ssl.certificate.location=" + certificate,
            "-K",
            "ssl.key.location=" + noKey)
        .isRefused("ssl.key.location=" + noKey + " holds no private key in PEM form");
    ingest(
            Map.of(),
            Listener.SASL,
            "-K",
            "security.protocol=sasl_plaintext",
            "-K",
            "sasl.mechanism=SCRAM-SHA-512",
            "-K",
            "sasl.username=bob",
            "-K",
            "sasl.password=looking-glass")
        .isRefused("Grant READ on the consumer group kafka_delta_ingest");
  }

  @Test
  void shouldEndWhenItsPasswordIsChangedWhileItRuns() {
    kafka.putScramUser("carol", "looking-glass");
    List<String> arguments = arguments(Listener.SASL);
    arguments.addAll(
        List.of(
            "--allowed_latency",
            "1",
            "-K",
            "security.protocol=sasl_plaintext",
            "-K",
            "sasl.mechanism=SCRAM-SHA-512",
            "-K",
            "sasl.username=carol",
            "-K",
            "sasl.password=looking-glass"));
    try (LauncherProcess process =
        LauncherProcess.start(directory, arguments.toArray(String[]::new))) {
      Path commit =
          directory.resolve("web_requests/_delta_log").resolve("00000000000000000001.json");
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(commit));

      kafka.putScramUser("carol", "something-else");
      kafka.restart();

      int exitCode = process.awaitExit();
      new Outcome(exitCode, process.log()).isRefused("Authentication failed", "sasl.password");
    }
    WebRequestsTable.assertHoldsEachMessageOnce(directory.resolve("web_requests"), MESSAGES, 1);
  }

  @Test
  void shouldShowWhyAStreamFailedWhosePasswordWasChanged() {
    kafka.putScramUser("dora", "looking-glass");
    Path table = directory.resolve("web_requests");
    String stream =
        """
        {"name": "guarded",
         "source": {"topic": "web_requests", "group": "guarded", "kafka": {
           "bootstrap.servers": "%s", "security.protocol": "sasl_plaintext",
           "sasl.mechanism": "SCRAM-SHA-512", "sasl.username": "dora",
           "sasl.password": "looking-glass"}},
         "table": {"location": "%s"},
         "transforms": {"date": "substr(meta.producer.timestamp, `0`, `10`)"},
         "flush": {"allowedLatency": "500ms"}}
        """
            .formatted(kafka.brokers(Listener.SASL), table);
    try (ServedStreams server = ServedStreams.start(directory, Map.of(), stream)) {
      server.await(
          "guarded",
          "the messages in the table",
          status -> status.at("/partitions/0/tableOffset").asLong(-1) == MESSAGES - 1);

      kafka.putScramUser("dora", "something-else");
      kafka.restart();

      JsonNode failed =
          server.await(
              "guarded", "failed", status -> status.get("state").asText().equals("failed"));
      assertThat(failed.at("/problem/cause").asText()).contains("Authentication failed");
      assertThat(failed.at("/problem/remedy").asText()).contains("sasl.password");
      assertThat(failed.at("/problem/what").asText()).isNotBlank();
      assertThat(failed.toString()).doesNotContain("looking-glass", "something-else");
      assertThat(server.log()).doesNotContain("looking-glass", "something-else", "\tat ");
      assertThat(server.terminate()).as(server.log()).isZero();
    }
  }

  // ---- helpers ----

  private record Outcome(int exitCode, String log) {
    void isRefused(String... words) {
      List<String> errors = log.lines().filter(line -> line.startsWith("error: ")).toList();
      assertThat(errors).as(log).hasSize(1);
      assertThat(errors.get(0)).contains(words);
      assertThat(log).doesNotContain("looking-glass", "\tat ");
      assertThat(log.lines().filter(line -> !line.matches(AWAY)).count())
          .as(log)
          .isLessThan(FEW_LINES);
      assertThat(exitCode).as(log).isEqualTo(2);
    }
  }

  private static String[] plain(String password) {
    return new String[] {
      "-K", "security.protocol=sasl_plaintext",
      "-K", "sasl.mechanism=PLAIN",
      "-K", "sasl.username=alice",
      "-K", "sasl.password=" + password
    };
  }

  private List<String> arguments(Listener listener) {
    return new ArrayList<>(
        List.of(
            WebRequestsTable.arguments(
                kafka.brokers(listener), directory.resolve("web_requests"))));
  }

  private Outcome ingest(Map<String, String> environment, Listener listener, String... more) {
    List<String> arguments = arguments(listener);
    arguments.addAll(List.of(more));
    return run(environment, arguments.toArray(String[]::new));
  }

  private Outcome run(Map<String, String> environment, String... arguments) {
    try (LauncherProcess process = LauncherProcess.start(directory, environment, arguments)) {
      return new Outcome(process.awaitExit(), process.log());
    }
  }
}
