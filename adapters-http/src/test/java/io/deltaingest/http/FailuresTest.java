package io.deltaingest.http;

import static io.deltaingest.http.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import io.deltaingest.domain.stream.StreamState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

  private static final Problem PROBLEM = Problem.of("It does not work", "no reason", "Do it again");
  private static final String TYPE = "urn:kafka-delta-ingest:problem:";

  private RunningApi api;

  @BeforeEach
  void start() throws Exception {
    api = new RunningApi();
    api.streams.put(Samples.config("a"), new StreamState.Running());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/v1/streams/nobody",
    "DELETE,/api/v1/streams/nobody",
    "POST,/api/v1/streams/nobody/pause",
    "POST,/api/v1/streams/nobody/resume",
    "POST,/api/v1/streams/nobody/stop"
  })
  void shouldSayThatThereIsNoSuchStream(String method, String path) throws Exception {
    assertProblem(api.send(method, path, null), 404, TYPE + "stream-not-found", "nobody");
  }

  @Test
  void shouldSayThatThereIsOneAlready() throws Exception {
    assertProblem(
        api.postJson("/api/v1/streams", "{\"name\":\"a\"}"),
        409,
        TYPE + "stream-conflict",
        "a already");
  }

  @Test
  void shouldSayThatTheStateDoesNotAllowIt() throws Exception {
    api.streams.put(Samples.config("a"), new StreamState.Stopped());

    assertProblem(
        api.post("/api/v1/streams/a/pause"), 409, TYPE + "not-now", "stopped can't be paused");
  }

  @Test
  void shouldReportEverythingThatIsWrongWithAConfigurationAtOnce() throws Exception {
    HttpResponse<String> response = api.postJson("/api/v1/streams", "{\"tabel\":{},\"sauce\":{}}");

    assertProblem(response, 422, TYPE + "invalid-config", "3 things");
    assertThat(json(response).getJsonArray("errors"))
        .isEqualTo(
            new JsonArray()
                .add(new JsonObject().put("path", "name").put("message", "is missing"))
                .add(new JsonObject().put("path", "tabel").put("message", "is unknown"))
                .add(new JsonObject().put("path", "sauce").put("message", "is unknown")));
  }

  @Test
  void shouldReportAConfigurationThatContradictsAnother() throws Exception {
    api.streams
        .hold()
        .completeExceptionally(
            new InvalidConfigException(List.of(new ConfigProblem("", "same group and topic"))));

    HttpResponse<String> response = api.postJson("/api/v1/streams", "{\"name\":\"b\"}");

    assertProblem(response, 422, TYPE + "invalid-config", "One thing");
  }

  @Test
  void shouldNameProblemCauseAndRemedyOfAStreamsFailure() throws Exception {
    api.streams.hold().completeExceptionally(new ConfigurationException(PROBLEM));
    assertParts(api.post("/api/v1/streams/a/pause"), 422, "misconfigured");

    api.streams.hold().completeExceptionally(new StreamFailedException(PROBLEM));
    assertParts(api.post("/api/v1/streams/a/stop"), 409, "stream-failed");

    api.streams
        .hold()
        .completeExceptionally(new CompletionException(new TransientException(PROBLEM)));
    HttpResponse<String> later = api.post("/api/v1/streams/a/resume");
    assertParts(later, 503, "try-later");
    assertThat(later.headers().firstValue("Retry-After")).contains("10");
  }

  @Test
  void shouldTellNothingOfWhatNobodyForesaw() throws Exception {
    api.streams.breakWith(new IllegalStateException("internals: " + Samples.SECRET));

    for (String path : List.of("/api/v1/streams", "/api/v1/streams/a", "/health/live")) {
      HttpResponse<String> response = api.get(path);

      assertProblem(response, 500, TYPE + "internal", "The log tells more, under ");
      assertThat(response.body()).doesNotContain("internals").doesNotContain("Exception");
    }
    assertProblem(api.post("/api/v1/streams/a/stop"), 500, TYPE + "internal", "log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api", "/api/v2/streams", "/api/v1/streams/a/explode", "/metrics"})
  void shouldSayThatThereIsNothingAtAPath(String path) throws Exception {
    assertProblem(api.get(path), 404, "about:blank", "nothing at this path");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/api/v1/streams,'GET, HEAD, POST'",
    "PATCH,/api/v1/streams/a,'GET, HEAD, DELETE'",
    "GET,/api/v1/streams/a/pause,POST",
    "HEAD,/api/v1/streams/a/pause,POST",
    "POST,/health/live,'GET, HEAD'",
    "DELETE,/api/v1/openapi.json,'GET, HEAD'"
  })
  void shouldSayWhichMethodsAPathTakes(String method, String path, String allowed)
      throws Exception {
    HttpResponse<String> response = api.send(method, path, null);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains(allowed);
  }

  @Test
  void shouldRefuseABodyThatIsNotSaidToBeJson() throws Exception {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "text/json")) {
      assertProblem(
          api.send("POST", "/api/v1/streams", "{\"name\":\"b\"}", "Content-Type", type),
          415,
          "about:blank",
          "Content-Type: application/json");
    }
    assertProblem(
        api.send("POST", "/api/v1/streams", "{\"name\":\"b\"}"),
        415,
        "about:blank",
        "the request has none");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, is empty",
        "{\"name\":, line 1",
        "{\"name\":\"b\"} {}, There is more",
        "[], no JSON object",
        "\"b\", no JSON object",
        "null, no JSON object",
        "{'name':'b'}, line 1"
      })
  void shouldRefuseABodyThatIsNoJsonObject(String body, String detail) throws Exception {
    HttpResponse<String> response = api.postJson("/api/v1/streams", body);

    assertProblem(response, 400, "about:blank", detail);
  }

  @Test
  void shouldSayWhereJsonBreaksWithoutRepeatingIt() throws Exception {
    HttpResponse<String> response =
        api.postJson("/api/v1/streams", "{\n  \"sasl.password\": " + Samples.SECRET + "\n}");

    assertProblem(response, 400, "about:blank", "line 2, column");
    assertThat(response.body()).doesNotContain("hunter2");
  }

  @Test
  void shouldRefuseABodyThatIsNotUtf8() throws Exception {
    String response =
        api.sendRaw(
            "POST /api/v1/streams HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"name\":\"\u00ff\"}");

    assertThat(response).startsWith("HTTP/1.1 400").contains("not UTF-8");
  }

  @Test
  void shouldRefuseABodyThatIsTooLarge() throws Exception {
    String stream = "{\"name\":\"b\"}";
    String body = " ".repeat((1 << 20) - stream.length() + 1) + stream;

    assertProblem(api.postJson("/api/v1/streams", body), 413, "about:blank", "1 MiB");
  }

  @Test
  void shouldTakeABodyJustBelowTheLimit() throws Exception {
    String stream = "{\"name\":\"b\"}";
    String body = " ".repeat((1 << 20) - stream.length()) + stream;

    assertThat(api.postJson("/api/v1/streams", body).statusCode()).isEqualTo(201);
  }

  @Test
  void shouldAnswerAPathThatCannotBeDecodedAsAProblem() throws Exception {
    String response =
        api.sendRaw(
            "GET /api/v1/streams/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(response)
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("content-type: application/problem+json");
  }

  private static void assertParts(HttpResponse<String> response, int status, String type) {
    assertProblem(response, status, TYPE + type, PROBLEM.what());
    assertThat(json(response).getString("cause")).isEqualTo(PROBLEM.cause());
    assertThat(json(response).getString("remedy")).isEqualTo(PROBLEM.remedy());
  }

  private static void assertProblem(
      HttpResponse<String> response, int status, String type, String detail) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(response).getInteger("status")).isEqualTo(status);
    assertThat(json(response).getString("type")).isEqualTo(type);
    assertThat(json(response).getString("title")).isNotBlank();
    assertThat(json(response).getString("detail")).contains(detail);
  }
}
