package io.deltaingest.http;

import static io.deltaingest.http.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.StreamState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthEndpointsTest {

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
  void shouldBeLiveButNotReadyBeforeTheStreamsAreStarted() throws Exception {
    api.health = new Health(false, List.of());

    assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(api.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(json(api.get("/health/ready")).getString("status")).isEqualTo("down");
  }

  @Test
  void shouldNameFailedStreamsAndStayGreen() throws Exception {
    api.streams.put(Samples.config("fine"), new StreamState.Running());
    api.streams.put(Samples.config("bad"), new StreamState.Failed(Problem.of("w", "c", "r")));

    for (String path : List.of("/health/live", "/health/ready")) {
      assertThat(api.get(path).statusCode()).isEqualTo(200);
      assertThat(api.get(path).body())
          .isEqualTo("{\"status\":\"up\",\"failedStreams\":[\"bad\"],\"beyondRepair\":[]}");
    }
  }

  @Test
  void shouldTurnRedWhenOnlyARestartHeals() throws Exception {
    api.health = new Health(true, List.of("worker web_requests/0 ran out of memory"));

    for (String path : List.of("/health/live", "/health/ready")) {
      assertThat(api.get(path).statusCode()).isEqualTo(503);
      assertThat(json(api.get(path)).getJsonArray("beyondRepair"))
          .containsExactly("worker web_requests/0 ran out of memory");
    }
  }
}
