package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as {@code serve}, looked at from outside while it runs. */
final class ServedProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI streams;
  private final Path log;
  private final Process process;
  private final long startNanos;

  /**
   * Starts it.
   *
   * @param configuration with {@code http.port}
   */
  ServedProcess(Path launcher, Path work, Path configuration) throws IOException {
    int port = JSON.readTree(configuration.toFile()).at("/http/port").asInt();
    streams = URI.create("http://127.0.0.1:" + port + "/api/v1/streams");
    log = work.resolve("serve.log");
    startNanos = System.nanoTime();
    process =
        new ProcessBuilder(
                List.of(launcher.toString(), "serve", "--config", configuration.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /**
   * Waits until that many streams run.
   *
   * @return seconds from the start of the process
   */
  double awaitRunning(int count) throws IOException, InterruptedException {
    long deadline = startNanos + PATIENCE.toNanos();
    while (running() < count) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("Not all streams came to run:\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private int running() throws IOException, InterruptedException {
    try {
      int running = 0;
      for (JsonNode stream : list()) {
        running += stream.path("state").asText().equals("running") ? 1 : 0;
      }
      return running;
    } catch (ConnectException notYet) {
      return 0;
    }
  }

  /** Waits until the streams have read that many messages in all. */
  void awaitRead(long messages) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long read = 0;
    while (read < messages) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(read + " of " + messages + " messages were read");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      read = 0;
      for (JsonNode stream : list()) {
        URI one = URI.create(streams + "/" + stream.path("name").asText());
        read += get(one).at("/totals/messages").asLong();
      }
    }
  }

  private JsonNode list() throws IOException, InterruptedException {
    return get(streams).path("streams");
  }

  private JsonNode get(URI resource) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(resource).build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Of all cores so far. */
  double cpuSeconds() {
    return ProcFiles.cpuSeconds(process.pid());
  }

  /** The most memory that was resident. */
  long peakBytes() {
    return ProcFiles.peakResidentBytes(process.pid()).orElseThrow();
  }

  int threads() {
    return ProcFiles.threads(process.pid());
  }

  /**
   * Ends it by SIGTERM.
   *
   * @return seconds until it had ended
   */
  double stop() throws InterruptedException {
    long start = System.nanoTime();
    process.destroy();
    process.waitFor();
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
