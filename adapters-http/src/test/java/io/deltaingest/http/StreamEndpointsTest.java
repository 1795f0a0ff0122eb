package io.deltaingest.http;

import static io.deltaingest.http.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.StreamState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamEndpointsTest {

  private RunningApi api;

  @BeforeEach
  void start() throws Exception {
    api = new RunningApi();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void shouldListStreamsInShort() throws Exception {
    // given a running stream and a failed one
    api.streams.put(
        Samples.config("b"), new StreamState.Running(), Samples.first(), Samples.second());
    api.streams.put(
        Samples.config("a"), new StreamState.Failed(Problem.of("Gone", "expired", "Reset")));

    // when
    HttpResponse<String> response = api.get("/api/v1/streams");

    // then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response))
        .isEqualTo(
            new JsonObject()
                .put(
                    "streams",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("name", "a")
                                .put("state", "failed")
                                .put(
                                    "problem",
                                    new JsonObject()
                                        .put("what", "Gone")
                                        .put("cause", "expired")
                                        .put("remedy", "Reset"))
                                .put("topic", "a_topic")
                                .put("table", "/tables/a")
                                .putNull("lag"))
                        .add(
                            new JsonObject()
                                .put("name", "b")
                                .put("state", "running")
                                .putNull("problem")
                                .put("topic", "b_topic")
                                .put("table", "/tables/b")
                                .put("lag", 65))));
  }

  @Test
  void shouldListNoStreams() throws Exception {
    assertThat(api.get("/api/v1/streams").body()).isEqualTo("{\"streams\":[]}");
  }

  @Test
  void shouldCreateAStreamAndSayWhereItIs() throws Exception {
    HttpResponse<String> created = api.postJson("/api/v1/streams", "{\"name\":\"a.b-c_1\"}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(json(created).getString("state")).isEqualTo("starting");
    String location = created.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo("/api/v1/streams/a.b-c_1");
    assertThat(json(api.get(location)).getString("name")).isEqualTo("a.b-c_1");
  }

  @Test
  void shouldTakeAContentTypeWithACharset() throws Exception {
    HttpResponse<String> created =
        api.send(
            "POST",
            "/api/v1/streams",
            "{\"name\":\"a\"}",
            "Content-Type",
            "Application/JSON; charset=utf-8");

    assertThat(created.statusCode()).isEqualTo(201);
  }

  @Test
  void shouldInspectAStreamWhole() throws Exception {
    api.streams.put(
        Samples.config("a"), new StreamState.Running(), Samples.first(), Samples.second());

    JsonObject stream = json(api.get("/api/v1/streams/a"));

    assertThat(stream.getString("state")).isEqualTo("running");
    assertThat(stream.getLong("lag")).isEqualTo(65);
    assertThat(stream.getJsonObject("config").getJsonObject("source").getString("topic"))
        .isEqualTo("a_topic");
    assertThat(stream.getJsonArray("partitions").getJsonObject(2))
        .isEqualTo(
            new JsonObject()
                .put("partition", 2)
                .put("worker", 0)
                .put("tableOffset", 41)
                .put("position", 60)
                .put("endOffset", 100)
                .put("lag", 58));
  }

  @Test
  void shouldPauseResumeAndStop() throws Exception {
    api.streams.put(Samples.config("a"), new StreamState.Running(), Samples.first());

    for (String[] step :
        new String[][] {
          {"pause", "paused"}, {"resume", "running"}, {"stop", "stopped"}, {"resume", "starting"}
        }) {
      HttpResponse<String> response = api.post("/api/v1/streams/a/" + step[0]);

      assertThat(response.statusCode()).as(step[0]).isEqualTo(200);
      assertThat(json(response).getString("state")).isEqualTo(step[1]);
      assertThat(json(api.get("/api/v1/streams/a")).getString("state")).isEqualTo(step[1]);
    }
  }

  @Test
  void shouldDelete() throws Exception {
    api.streams.put(Samples.config("a"), new StreamState.Running());

    assertThat(api.delete("/api/v1/streams/a").statusCode()).isEqualTo(204);

    assertThat(api.get("/api/v1/streams/a").statusCode()).isEqualTo(404);
    assertThat(api.delete("/api/v1/streams/a").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldDecodeTheNameInAPath() throws Exception {
    api.streams.put(Samples.config("a-b"), new StreamState.Running());

    assertThat(json(api.get("/api/v1/streams/a%2Db")).getString("name")).isEqualTo("a-b");
  }

  @Test
  void shouldAnswerOthersWhileAChangeTakesItsTime() throws Exception {
    // given pauses that do not take effect yet, more than there are threads
    api.streams.put(Samples.config("a"), new StreamState.Running());
    CompletableFuture<Void> effect = api.streams.hold();
    List<CompletableFuture<HttpResponse<String>>> pauses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pauses.add(api.sendAsync("POST", "/api/v1/streams/a/pause", null));
    }

    // when others ask meanwhile
    HttpResponse<String> meanwhile = api.get("/api/v1/streams/a");

    // then they are answered, and the pauses once they took effect
    assertThat(json(meanwhile).getString("state")).isEqualTo("running");
    assertThat(pauses).noneMatch(CompletableFuture::isDone);
    effect.complete(null);
    for (CompletableFuture<HttpResponse<String>> pause : pauses) {
      HttpResponse<String> response = pause.get(10, TimeUnit.SECONDS);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(json(response).getString("state")).isEqualTo("paused");
    }
  }

  @Test
  void shouldCreateOnlyOneOfANameWhenManyAskAtOnce() {
    List<CompletableFuture<HttpResponse<String>>> creations = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      creations.add(
          api.sendAsync(
              "POST", "/api/v1/streams", "{\"name\":\"a\"}", "Content-Type", "application/json"));
    }

    List<Integer> statuses =
        creations.stream().map(CompletableFuture::join).map(HttpResponse::statusCode).toList();

    assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
  }

  @Test
  void shouldAnswer202WhenAChangeTakesLongerThanThePatience() throws Exception {
    // given little patience and changes that do not take effect
    try (RunningApi hasty =
        new RunningApi(AdminOptions.DEFAULT.withPatience(Duration.ofMillis(50)))) {
      hasty.streams.put(Samples.config("a"), new StreamState.Running());
      CompletableFuture<Void> effect = hasty.streams.hold();

      // when
      HttpResponse<String> pause = hasty.post("/api/v1/streams/a/pause");
      HttpResponse<String> created = hasty.postJson("/api/v1/streams", "{\"name\":\"b\"}");
      HttpResponse<String> deletion = hasty.delete("/api/v1/streams/a");

      // then each is answered with the status as it is
      assertThat(pause.statusCode()).isEqualTo(202);
      assertThat(json(pause).getString("state")).isEqualTo("running");
      assertThat(created.statusCode()).isEqualTo(202);
      assertThat(created.headers().firstValue("Location")).contains("/api/v1/streams/b");
      assertThat(deletion.statusCode()).isEqualTo(202);

      // and a failure that comes later hurts nobody
      effect.completeExceptionally(new IllegalStateException("too late"));
      assertThat(hasty.get("/api/v1/streams/a").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldAnswerHeadLikeGetWithoutTheBody() throws Exception {
    HttpResponse<String> head = api.send("HEAD", "/api/v1/streams", null);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }
}
