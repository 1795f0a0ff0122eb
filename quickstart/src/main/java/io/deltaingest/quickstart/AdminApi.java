package io.deltaingest.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/** The launcher's HTTP API, as far as the tour looks at it. */
final class AdminApi {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  AdminApi(int port) {
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  URI base() {
    return base;
  }

  /** Where the streams are. */
  String streams() {
    return base + "/api/v1/streams";
  }

  /** Whether it answers, and says that it is ready. */
  boolean isReady() throws InterruptedException {
    try {
      return get("/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the API knows of one stream. */
  StreamProgress progress(String stream) throws InterruptedException {
    HttpResponse<String> response;
    try {
      response = get("/api/v1/streams/" + stream);
      if (response.statusCode() == 200) {
        return StreamProgress.of(JSON.readTree(response.body()));
      }
    } catch (IOException e) {
      throw new TourException("The API at " + base + " does not answer: " + e, e);
    }
    throw new TourException(
        "The API at "
            + base
            + " answers "
            + response.statusCode()
            + " when asked for stream "
            + stream
            + ": "
            + response.body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /**
   * One moment of a stream.
   *
   * @param state as the API names it
   * @param problem why it failed, or null
   * @param messages read since the launcher started
   * @param bytes of their keys and values
   * @param lag messages that the table does not have yet; null while that is not known
   * @param version the Delta version of the newest commit; null before the first
   */
  record StreamProgress(
      String state, String problem, long messages, long bytes, Long lag, Long version) {

    static StreamProgress of(JsonNode stream) {
      JsonNode failure = stream.path("problem");
      return new StreamProgress(
          stream.path("state").asText(),
          failure.isObject()
              ? failure.path("what").asText()
                  + ": "
                  + failure.path("cause").asText()
                  + ". "
                  + failure.path("remedy").asText()
              : null,
          stream.path("totals").path("messages").asLong(),
          stream.path("totals").path("bytes").asLong(),
          number(stream.path("lag")),
          number(stream.path("lastCommit").path("version")));
    }

    private static Long number(JsonNode node) {
      return node.isNumber() ? node.asLong() : null;
    }

    /** For people. */
    String line() {
      return String.format(
          Locale.ROOT,
          "%s: %,d messages read, lag %s, %s",
          state,
          messages,
          lag == null ? "not known yet" : String.format(Locale.ROOT, "%,d", lag),
          version == null ? "no commit yet" : "version " + version);
    }

    boolean isFailed() {
      return problem != null;
    }

    /** Whether the table has all that the topic has. */
    boolean isCaughtUp() {
      return lag != null && lag == 0;
    }
  }
}
