package io.deltaingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.StreamState;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  private static final String TOKEN = "s3cr3t-token";
  private static final AdminOptions GUARDED =
      AdminOptions.DEFAULT.withToken(TOKEN).withScrape(() -> "kdi 1\n");

  @Test
  void shouldServeNothingButHealthWithoutTheToken() throws Exception {
    try (RunningApi api = new RunningApi(GUARDED)) {
      api.streams.put(Samples.config("a"), new StreamState.Running());

      for (String path :
          List.of(
              "/api/v1/streams", "/api/v1/streams/a", "/api/v1/openapi.json", "/metrics", "/x")) {
        HttpResponse<String> response = api.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      }
      assertThat(api.delete("/api/v1/streams/a").statusCode()).isEqualTo(401);
      assertThat(api.post("/api/v1/streams/a/stop").statusCode()).isEqualTo(401);
      assertThat(api.postJson("/api/v1/streams", "{\"name\":\"b\"}").statusCode()).isEqualTo(401);
      assertThat(api.streams.list()).hasSize(1);
      assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(api.get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldServeWhoShowsTheToken() throws Exception {
    try (RunningApi api = new RunningApi(GUARDED)) {
      for (String path : List.of("/api/v1/streams", "/api/v1/openapi.json", "/metrics")) {
        assertThat(api.get(path, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(api.get(path, "Authorization", "bearer " + TOKEN).statusCode()).isEqualTo(200);
      }
      assertThat(api.get("/x", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer ",
        "Bearer s3cr3t",
        "Bearer s3cr3t-token2",
        "Basic s3cr3t-token",
        "s3cr3t-token"
      })
  void shouldRefuseAnythingElse(String header) throws Exception {
    try (RunningApi api = new RunningApi(GUARDED)) {
      assertThat(api.get("/api/v1/streams", "Authorization", header).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void shouldNotTakeAnEmptyTokenForNone() {
    assertThatThrownBy(() -> AdminOptions.DEFAULT.withToken(" "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotPrintTheToken() {
    assertThat(GUARDED.toString()).doesNotContain(TOKEN).contains("set");
  }

  @Test
  void shouldNeverShowASecret() throws Exception {
    try (RunningApi api = new RunningApi(GUARDED)) {
      api.streams.put(Samples.config("a"), new StreamState.Running(), Samples.first());
      api.streams.put(
          Samples.config("b"), new StreamState.Failed(Problem.of("what", "cause", "remedy")));
      String[] token = {"Authorization", "Bearer " + TOKEN};

      api.get("/api/v1/streams", token);
      api.get("/api/v1/streams/a", token);
      api.get("/api/v1/streams/b", token);
      api.postJson("/api/v1/streams", "{\"name\":\"c\"}", token);
      api.postJson("/api/v1/streams", "{\"name\":\"c\"}", token);
      for (String change : List.of("pause", "resume", "stop", "pause")) {
        api.post("/api/v1/streams/a/" + change, token);
      }
      api.delete("/api/v1/streams/a", token);
      api.get("/api/v1/streams/c");
      api.get("/health/live");

      assertThat(api.responses)
          .hasSize(12)
          .allSatisfy(
              response -> {
                assertThat(response.body()).doesNotContain(Samples.SECRET).doesNotContain(TOKEN);
                assertThat(response.headers().toString())
                    .doesNotContain(Samples.SECRET)
                    .doesNotContain(TOKEN);
              });
      assertThat(api.responses.get(1).body()).contains("sasl.password", "[hidden]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "127.0.0.1, 200",
    "127.1.2.3, 200",
    "[::1], 200",
    "LOCALHOST, 200",
    "evil.example, 403",
    "127.0.0.1.evil.example, 403",
    "localhost.evil.example, 403"
  })
  void shouldAnswerToLoopbackNamesOnlyWithoutAToken(String host, int status) throws Exception {
    try (RunningApi api = new RunningApi()) {
      assertThat(statusFor(api, "/api/v1/streams", host + ":" + api.port())).isEqualTo(status);
      assertThat(statusFor(api, "/api/v1/streams", host)).isEqualTo(status);
      assertThat(statusFor(api, "/health/live", host)).isEqualTo(200);
    }
  }

  @Test
  void shouldAnswerToAnyNameWithAToken() throws Exception {
    try (RunningApi api = new RunningApi(GUARDED)) {
      assertThat(
              statusFor(api, "/api/v1/streams", "proxy.example\r\nAuthorization: Bearer " + TOKEN))
          .isEqualTo(200);
    }
  }

  @Test
  void shouldAnswerToAnyNameWhenItListensEverywhere() throws Exception {
    try (RunningApi api = new RunningApi(AdminOptions.DEFAULT, "0.0.0.0")) {
      assertThat(statusFor(api, "/api/v1/streams", "kdi.internal")).isEqualTo(200);
    }
  }

  @Test
  void shouldRefusePagesOfAnotherOrigin() throws Exception {
    try (RunningApi api = new RunningApi()) {
      api.streams.put(Samples.config("a"), new StreamState.Running());
      String own = "http://127.0.0.1:" + api.port();

      for (String origin : List.of("http://evil.example", "null", own + "1", "http://127.0.0.1")) {
        assertThat(api.post("/api/v1/streams/a/stop", "Origin", origin).statusCode())
            .as(origin)
            .isEqualTo(403);
      }
      assertThat(api.streams.inspect("a").state()).isInstanceOf(StreamState.Running.class);
      assertThat(api.post("/api/v1/streams/a/stop", "Origin", own).statusCode()).isEqualTo(200);
    }
  }

  private static int statusFor(RunningApi api, String path, String host) throws Exception {
    String response =
        api.sendRaw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    return Integer.parseInt(response.substring(9, 12));
  }
}
