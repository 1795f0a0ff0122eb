package io.deltaingest.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The real server over streams in memory, and a client. Every response is held against the OpenAPI
 * document, and kept.
 */
final class RunningApi implements AutoCloseable {

  final FakeStreams streams = new FakeStreams();
  volatile Health health = new Health(true, List.of());
  final List<HttpResponse<String>> responses = new CopyOnWriteArrayList<>();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final AdminServer server;
  private final int port;
  private final OpenApi openApi;

  RunningApi() throws Exception {
    this(AdminOptions.DEFAULT);
  }

  RunningApi(AdminOptions options) throws Exception {
    this(options, "127.0.0.1");
  }

  RunningApi(AdminOptions options, String host) throws Exception {
    Supplier<Health> now = () -> health;
    server = new AdminServer(vertx, streams, new FakeCodec(), now, options);
    port = server.listen(host, 0).await(10, TimeUnit.SECONDS);
    openApi =
        new OpenApi(
            new JsonObject(
                new String(
                    AdminServer.class.getResourceAsStream("openapi.json").readAllBytes(),
                    StandardCharsets.UTF_8)));
  }

  AdminServer server() {
    return server;
  }

  int port() {
    return port;
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, null, headers);
  }

  HttpResponse<String> post(String path, String... headers) throws Exception {
    return send("POST", path, null, headers);
  }

  HttpResponse<String> postJson(String path, String body, String... headers) throws Exception {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return send("POST", path, body, all);
  }

  HttpResponse<String> delete(String path, String... headers) throws Exception {
    return send("DELETE", path, null, headers);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    return checked(
        method, path, client.send(request(method, path, body, headers), BodyHandlers.ofString()));
  }

  CompletableFuture<HttpResponse<String>> sendAsync(
      String method, String path, String body, String... headers) {
    return client
        .sendAsync(request(method, path, body, headers), BodyHandlers.ofString())
        .thenApply(response -> checked(method, path, response));
  }

  /** Sends bytes as they are and reads until the server closes or the response's body ends. */
  String sendRaw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  private HttpResponse<String> checked(String method, String path, HttpResponse<String> response) {
    responses.add(response);
    openApi.check(method, path, response);
    return response;
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  @Override
  public void close() {
    try {
      server.stop().await(10, TimeUnit.SECONDS);
      vertx.close().await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
