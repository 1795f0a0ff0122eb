package io.deltaingest.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Apicurio Registry as a child process, with everything in memory, and its API that is Confluent's.
 * It starts within seconds and keeps its port for all its life; what was registered is gone once it
 * has ended. The program is taken from the folder that the environment variable {@code
 * KDI_TEST_REGISTRY} names, where {@code .ci/run} unpacks it. Not thread-safe.
 */
public final class RegistryProcess implements AutoCloseable {

  private static final String API = "/apis/ccompat/v7";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path runner;
  private final Path log;
  private final int port;
  private final Thread endWithThisProcess = new Thread(this::kill, "registry-end");
  private Process process;

  private RegistryProcess(Path runner, int port) {
    this.runner = runner;
    this.port = port;
    try {
      this.log = Files.createTempFile("registry", ".log");
      this.log.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts one on a free port. Aborts the test where the program is not installed, but fails it in
   * continuous integration, unless that has said that it could not install it.
   */
  public static RegistryProcess start() {
    RegistryProcess registry = new RegistryProcess(installed(), freePort());
    Runtime.getRuntime().addShutdownHook(registry.endWithThisProcess);
    registry.launch();
    return registry;
  }

  /** What a client is told: the URL under which {@code /schemas} and {@code /subjects} are. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port + API);
  }

  /** Registers a schema that refers to no other, and returns its id. */
  public int register(String subject, String type, String schema) {
    return register(subject, type, schema, List.of());
  }

  /**
   * Registers the next version of a subject.
   *
   * @param type {@code AVRO}, {@code JSON} or {@code PROTOBUF}
   * @return the schema's id; the one that it has if it was registered before
   */
  public int register(String subject, String type, String schema, List<Reference> references) {
    String body =
        "{\"schemaType\":%s,\"schema\":%s,\"references\":[%s]}"
            .formatted(
                quoted(type),
                quoted(schema),
                references.stream().map(Reference::json).collect(Collectors.joining(",")));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(url() + subjectPath(subject) + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    Matcher id = ID.matcher(answer.body());
    if (answer.statusCode() != 200 || !id.find()) {
      throw new IllegalStateException("Not registered: " + answer.body());
    }
    return Integer.parseInt(id.group(1));
  }

  /** Deletes a subject with all its versions; its schemas are still read by their ids. */
  public void delete(String subject) {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(URI.create(url() + subjectPath(subject))).DELETE());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("Not deleted: " + answer.body());
    }
  }

  /** Ends the process; what was registered is lost. */
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again, empty, on the same port. It must have been stopped before. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("still running");
    }
    launch();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
    stop();
  }

  /**
   * What one schema says about another.
   *
   * @param name what it calls it
   */
  public record Reference(String name, String subject, int version) {
    private String json() {
      return "{\"name\":%s,\"subject\":%s,\"version\":%d}"
          .formatted(quoted(name), quoted(subject), version);
    }
  }

  private void launch() {
    try {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx384m",
                  "-XX:TieredStopAtLevel=1",
                  "-Dquarkus.http.host=127.0.0.1",
                  "-Dquarkus.http.port=" + port,
                  "-jar",
                  runner.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        process.destroyForcibly();
        throw new IllegalStateException("The registry did not start: " + Files.readString(log));
      }
      pause();
    }
  }

  private boolean answers() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + "/subjects"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private static Path installed() {
    String folder = System.getenv("KDI_TEST_REGISTRY");
    if (folder == null || folder.isBlank()) {
      String missing = "KDI_TEST_REGISTRY is not set: a folder with Apicurio Registry unpacked";
      if ("true".equals(System.getenv("CI")) && System.getenv("KDI_REGISTRY_ABSENT") == null) {
        fail(missing);
      }
      abort(missing);
    }
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("No registry in " + folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String subjectPath(String subject) {
    return "/subjects/" + URLEncoder.encode(subject, UTF_8).replace("+", "%20");
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
