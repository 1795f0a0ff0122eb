package io.deltaingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.stream.StreamState;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AdminServerTest {

  @Test
  void shouldSayClearlyThatAPortIsTaken() throws Exception {
    try (RunningApi other = new RunningApi()) {
      Vertx vertx = Vertx.vertx();
      AdminServer server =
          new AdminServer(
              vertx,
              new FakeStreams(),
              new FakeCodec(),
              () -> new Health(true, List.of()),
              AdminOptions.DEFAULT);

      assertThatThrownBy(() -> server.listen("127.0.0.1", other.port()).await(10, TimeUnit.SECONDS))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("127.0.0.1:" + other.port())
          .hasMessageContaining("in use")
          .hasMessageContaining("http.port");

      server.stop().await(10, TimeUnit.SECONDS);
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldStopWithoutWaitingForIdleConnections() throws Exception {
    // given a client that keeps its connection
    try (RunningApi api = new RunningApi()) {
      api.get("/health/live");

      // when
      long start = System.nanoTime();
      api.server().stop().await(10, TimeUnit.SECONDS);

      // then
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(3));
      assertThatThrownBy(() -> api.get("/health/live")).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void shouldAnswerWhatIsUnderWayBeforeItStops() throws Exception {
    // given a pause that does not take effect yet
    try (RunningApi api = new RunningApi()) {
      api.streams.put(Samples.config("a"), new StreamState.Running());
      CompletableFuture<Void> effect = api.streams.hold();
      CompletableFuture<HttpResponse<String>> pause =
          api.sendAsync("POST", "/api/v1/streams/a/pause", null);
      api.get("/api/v1/streams/a");

      // when
      var stopped = api.server().stop();
      effect.complete(null);

      // then
      assertThat(pause.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      stopped.await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldAnswerClientsThatOfferToGoOnInAnotherVersion() throws Exception {
    // given a list that is long
    try (RunningApi api = new RunningApi()) {
      for (int i = 0; i < 2_000; i++) {
        api.streams.put(Samples.config("stream_" + i), new StreamState.Running());
      }
      HttpRequest list =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1/streams"))
              .build();

      // when
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(list, HttpResponse.BodyHandlers.ofString());

      // then
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(new JsonObject(answer.body()).getJsonArray("streams")).hasSize(2_000);
    }
  }

  @Test
  void shouldBeHarmlessToStopBeforeItListens() throws Exception {
    Vertx vertx = Vertx.vertx();
    new AdminServer(
            vertx,
            new FakeStreams(),
            new FakeCodec(),
            () -> new Health(true, List.of()),
            AdminOptions.DEFAULT)
        .stop()
        .await(1, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void shouldServeMetricsMadeOffTheEventLoop() throws Exception {
    AtomicBoolean onEventLoop = new AtomicBoolean();
    AdminOptions options =
        AdminOptions.DEFAULT.withScrape(
            () -> {
              onEventLoop.set(Context.isOnEventLoopThread());
              return "kdi_rows_total{stream=\"a\"} 1.0\n";
            });
    try (RunningApi api = new RunningApi(options)) {
      HttpResponse<String> response = api.get("/metrics");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("kdi_rows_total{stream=\"a\"} 1.0\n");
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(onEventLoop).isFalse();
    }
  }
}
