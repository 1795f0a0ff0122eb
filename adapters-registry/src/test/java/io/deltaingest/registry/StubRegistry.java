package io.deltaingest.registry;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that behaves as no registry should, or as only some do, on command. */
final class StubRegistry implements AutoCloseable {

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final boolean tls;
  private volatile Handler<HttpServerRequest> behaviour;

  private StubRegistry(Vertx vertx, HttpServerOptions options, int port) {
    this.tls = options.isSsl();
    this.server =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request -> {
                  asked.add(request.uri());
                  behaviour.handle(request);
                })
            .listen(port, "127.0.0.1")
            .await();
  }

  static StubRegistry start(Vertx vertx, Handler<HttpServerRequest> behaviour) {
    return start(vertx, new HttpServerOptions(), 0, behaviour);
  }

  static StubRegistry start(
      Vertx vertx, HttpServerOptions options, int port, Handler<HttpServerRequest> behaviour) {
    StubRegistry stub = new StubRegistry(vertx, options, port);
    stub.behaviour = behaviour;
    return stub;
  }

  void behave(Handler<HttpServerRequest> next) {
    behaviour = next;
  }

  /** Paths asked for, in order. */
  List<String> asked() {
    return asked;
  }

  int port() {
    return server.actualPort();
  }

  URI url() {
    return URI.create((tls ? "https" : "http") + "://localhost:" + port());
  }

  @Override
  public void close() {
    server.close().await();
  }

  /** Has every schema, and it is this one. */
  static Handler<HttpServerRequest> having(String schema) {
    return request -> send(request, 200, new JsonObject().put("schema", schema));
  }

  /** Has a schema that refers to others: name, subject and version of each. */
  static JsonObject document(String schema, JsonObject... references) {
    JsonObject document = new JsonObject().put("id", 1).put("schema", schema);
    return references.length == 0
        ? document
        : document.put("references", new JsonArray(List.of((Object[]) references)));
  }

  static JsonObject reference(String name, String subject, int version) {
    return new JsonObject().put("name", name).put("subject", subject).put("version", version);
  }

  static Handler<HttpServerRequest> knowingNothing() {
    return request ->
        send(
            request,
            404,
            new JsonObject().put("error_code", 40403).put("message", "Schema not found"));
  }

  static Handler<HttpServerRequest> failing(int status) {
    return request -> request.response().setStatusCode(status).end("<html>Sorry</html>");
  }

  /** Takes requests, and says nothing. */
  static Handler<HttpServerRequest> hanging() {
    return request -> {};
  }

  static HttpServerResponse send(HttpServerRequest request, int status, JsonObject body) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(status)
            .putHeader("Content-Type", "application/vnd.schemaregistry.v1+json");
    response.end(body.encode());
    return response;
  }
}
