package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.WebRequests;
import io.deltaingest.testkit.WebRequestsLoader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as an operator sees it: a configuration file, the API, SIGTERM. */
class ServeIT {

  private static final long MESSAGES = 1_000_000;
  private static final int BAD_EVERY = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static EmbeddedKafka kafka;

  private final HttpClient client = HttpClient.newHttpClient();
  private int port;
  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.start();
    kafka.fixture().createTopic("web_requests", 4);
    new WebRequestsLoader(kafka.bootstrapServers(), "web_requests", 4)
        .load(new WebRequests(1).withBadEvery(BAD_EVERY), 0, MESSAGES);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void findPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  @Test
  void shouldKeepTheGoodMessagesAndCountTheBadOnesByReason() throws Exception {
    WebRequestsTable.create(directory.resolve("table"));
    try (LauncherProcess server = serve(stream("web_requests", "table", "\"skip\""))) {
      awaitState("web_requests", "running");
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> assertThat(messages("web_requests")).as(server.log()).isEqualTo(MESSAGES));

      JsonNode status = get("/api/v1/streams/web_requests");
      String text = status.toPrettyString();
      long bad = MESSAGES / BAD_EVERY;
      assertThat(status.get("totals").get("rejected").asLong()).as(text).isEqualTo(bad);
      long sum = 0;
      for (JsonNode count : status.get("badRecords")) {
        sum += count.asLong();
      }
      assertThat(sum).as(text).isEqualTo(bad);
      assertThat(status.get("badRecords").size()).as(text).isGreaterThan(1);
      JsonNode sample = status.get("badRecordSamples").get(0);
      assertThat(sample.get("detail").asText()).as(text).isNotBlank();
      assertThat(sample.get("offset").isIntegralNumber()).isTrue();

      assertThat(server.terminate()).as(server.log()).isZero();
    }

    try (ForeignTable table = new ForeignTable(directory.resolve("table"), "date")) {
      assertThat(table.number("SELECT count(*) FROM t")).isEqualTo(MESSAGES - MESSAGES / BAD_EVERY);
      assertThat(
              table.number(
                  "SELECT count(*) FROM (SELECT DISTINCT meta.kafka.partition,"
                      + " meta.kafka.offset FROM t)"))
          .isEqualTo(MESSAGES - MESSAGES / BAD_EVERY);
      for (int partition = 0; partition < 4; partition++) {
        assertThat(table.txn("web_requests-" + partition)).hasValue(MESSAGES / 4 - 1);
      }
    }
  }

  @Test
  void shouldCreatePauseResumeStopAndDeleteAStreamAtRuntime() throws Exception {
    WebRequestsTable.create(directory.resolve("other"));
    try (LauncherProcess server = serve("")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> status("/health/ready") == 200);

      HttpResponse<String> created =
          send("POST", "/api/v1/streams", stream("other", "other", "\"skip\""));
      assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
      awaitState("other", "running");
      await().atMost(Duration.ofSeconds(60)).until(() -> messages("other") > 0);

      assertThat(send("POST", "/api/v1/streams/other/pause", "").statusCode()).isEqualTo(200);
      awaitState("other", "paused");
      long held = messages("other");
      Thread.sleep(1_500);
      assertThat(messages("other")).isEqualTo(held);
      assertThat(send("POST", "/api/v1/streams/other/resume", "").statusCode()).isEqualTo(200);
      awaitState("other", "running");
      await().atMost(Duration.ofSeconds(90)).until(() -> messages("other") == MESSAGES);

      assertThat(send("GET", "/metrics", "").body()).contains("kdi_rows_total", "other");
      assertThat(send("POST", "/api/v1/streams", "{\"name\": 1}").statusCode()).isBetween(400, 422);
      assertThat(status("/api/v1/streams/none")).isEqualTo(404);

      assertThat(send("POST", "/api/v1/streams/other/stop", "").statusCode()).isEqualTo(200);
      awaitState("other", "stopped");
      assertThat(send("DELETE", "/api/v1/streams/other", "").statusCode()).isEqualTo(204);
      assertThat(status("/api/v1/streams/other")).isEqualTo(404);
      assertThat(server.terminate()).as(server.log()).isZero();
    }
    try (ForeignTable table = new ForeignTable(directory.resolve("other"), "date")) {
      assertThat(table.number("SELECT count(*) FROM t")).isEqualTo(MESSAGES - MESSAGES / BAD_EVERY);
    }
  }

  @Test
  void shouldBringBackAStreamThatWasCreatedAtRuntime() throws Exception {
    WebRequestsTable.create(directory.resolve("kept"));
    try (LauncherProcess server = serve("")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> status("/health/ready") == 200);
      send("POST", "/api/v1/streams", stream("kept", "kept", "\"skip\""));
      awaitState("kept", "running");
      server.kill();
    }
    try (LauncherProcess server = serve("")) {
      awaitState("kept", "running");
      assertThat(server.terminate()).as(server.log()).isZero();
    }
  }

  @Test
  void shouldFailOneStreamWithItsReasonWhileOthersGoOn() throws Exception {
    WebRequestsTable.create(directory.resolve("good"));
    WebRequestsTable.create(directory.resolve("strict"));
    try (LauncherProcess server =
        serve(stream("good", "good", "\"skip\"") + "," + stream("strict", "strict", "\"fail\""))) {
      awaitState("strict", "failed");

      JsonNode strict = get("/api/v1/streams/strict");
      assertThat(strict.toString()).contains("can't become a row", "offset");
      assertThat(status("/health/live")).isEqualTo(200);
      await().atMost(Duration.ofSeconds(90)).until(() -> messages("good") == MESSAGES);
      assertThat(server.terminate()).as(server.log()).isZero();
    }
  }

  // ---- helpers ----

  private String stream(String name, String location, String onBadRecord) {
    return """
        {"name": "%s",
         "source": {"topic": "web_requests", "kafka": {"bootstrap.servers": "%s"}},
         "transforms": {"date": "substr(meta.producer.timestamp, `0`, `10`)",
                        "meta.kafka.offset": "kafka.offset",
                        "meta.kafka.partition": "kafka.partition",
                        "meta.kafka.topic": "kafka.topic"},
         "table": {"location": "%s", "appId": "web_requests"},
         "flush": {"allowedLatency": "1s"},
         "onBadRecord": %s}
        """
        .formatted(
            name, kafka.bootstrapServers(), directory.resolve(location).toString(), onBadRecord);
  }

  private LauncherProcess serve(String streams) throws IOException {
    Path config = directory.resolve("config.json");
    Files.writeString(
        config,
        "{\"http\": {\"port\": %d}, \"state\": {\"path\": \"%s\"}, \"streams\": [%s]}"
            .formatted(port, directory.resolve("state"), streams),
        UTF_8);
    return LauncherProcess.start(directory, "serve", "--config", config.toString());
  }

  private void awaitState(String name, String state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(get("/api/v1/streams/" + name).get("state").asText()).isEqualTo(state));
  }

  private long messages(String name) throws Exception {
    return get("/api/v1/streams/" + name).get("totals").get("messages").asLong();
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(send("GET", path, "").body());
  }

  private int status(String path) {
    try {
      return send("GET", path, "").statusCode();
    } catch (Exception notYet) {
      return 0;
    }
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(40));
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
