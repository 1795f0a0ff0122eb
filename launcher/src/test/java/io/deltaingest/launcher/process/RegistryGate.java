package io.deltaingest.launcher.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a registry under an address of its own. It can be shut, so that connections are
 * refused, and it can ask for a user and a password. Not thread-safe.
 */
final class RegistryGate implements AutoCloseable {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final URI registry;
  private volatile String authorization;
  private HttpServer server;
  private int port;

  private RegistryGate(URI registry, String authorization) {
    this.registry = registry;
    this.authorization = authorization;
    open();
  }

  /** Lets everybody through. */
  static RegistryGate before(URI registry) {
    return new RegistryGate(registry, null);
  }

  /** Answers 401 to whoever does not bring that user and password. */
  static RegistryGate guarding(URI registry, String user, String password) {
    return new RegistryGate(registry, basic(user, password));
  }

  /** From now on that password is asked for. */
  void change(String user, String password) {
    authorization = basic(user, password);
  }

  private static String basic(String user, String password) {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** What a client is told. */
  String url() {
    return "http://" + LOOPBACK.getHostAddress() + ":" + port + registry.getPath();
  }

  /** Takes connections, on the port that it had before. */
  void open() {
    try {
      server = HttpServer.create(new InetSocketAddress(LOOPBACK, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getAddress().getPort();
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  /** Ends all connections, and refuses new ones. */
  void shut() {
    server.stop(0);
  }

  /** A registry that is not there makes 502 of it, as a proxy does. */
  private void pass(HttpExchange exchange) throws IOException {
    String asked = authorization;
    if (asked != null && !asked.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, new byte[0]);
      return;
    }
    URI target = registry.resolve(exchange.getRequestURI().toString());
    try {
      HttpResponse<byte[]> answer =
          client.send(HttpRequest.newBuilder(target).build(), BodyHandlers.ofByteArray());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer(exchange, answer.statusCode(), answer.body());
    } catch (IOException away) {
      answer(exchange, 502, new byte[0]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    shut();
    threads.shutdownNow();
  }
}
