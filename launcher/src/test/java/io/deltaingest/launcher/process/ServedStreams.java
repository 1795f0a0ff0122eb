package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The packaged server with some streams, and what its API says of them. */
final class ServedStreams implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final LauncherProcess process;

  private ServedStreams(int port, LauncherProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param streams objects of the configuration, separated by commas
   */
  static ServedStreams start(Path directory, Map<String, String> environment, String streams) {
    int port = freePort();
    Path config = directory.resolve("serve.json");
    try {
      Files.writeString(
          config,
          "{\"http\": {\"port\": %d}, \"state\": {\"path\": \"%s\"}, \"streams\": [%s]}"
              .formatted(port, directory.resolve("state"), streams),
          UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ServedStreams(
        port,
        LauncherProcess.start(directory, environment, "serve", "--config", config.toString()));
  }

  /** All that the API says of a stream; fails while the server does not answer. */
  JsonNode status(String stream) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/api/v1/streams/" + stream))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until what the API says of a stream is so, and gives it. */
  JsonNode await(String stream, String what, Predicate<JsonNode> condition) {
    JsonNode[] seen = new JsonNode[1];
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(process.isAlive()).as(process.log()).isTrue();
              seen[0] = status(stream);
              assertThat(condition.test(seen[0])).as("%s: %s", what, seen[0]).isTrue();
            });
    return seen[0];
  }

  /** What both of its outputs hold. */
  String log() {
    return process.log();
  }

  /** Sends SIGTERM and gives the exit code. */
  int terminate() {
    return process.terminate();
  }

  @Override
  public void close() {
    process.close();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
