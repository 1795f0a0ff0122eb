package io.deltaingest.launcher.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;

/** A schema registry on this machine that answers everything with one schema. */
public final class RehearsalRegistry implements AutoCloseable {

  private final Vertx vertx;
  private final HttpServer server;

  private RehearsalRegistry(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /** Starts one on a free port. */
  public static RehearsalRegistry start(int id, String schema) {
    String answer = new JsonObject().put("id", id).put("schema", schema).encode();
    Vertx vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end(answer))
            .listen(0, "127.0.0.1")
            .await();
    return new RehearsalRegistry(vertx, server);
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
