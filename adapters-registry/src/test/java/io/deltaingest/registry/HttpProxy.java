package io.deltaingest.registry;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that asks for a login, or not: requests for http, tunnels for https. */
final class HttpProxy {

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final String authorization;
  private final WebClient forwarder;
  private final NetClient tunneler;
  private final HttpServer server;

  /**
   * @param authorization that the header {@code Proxy-Authorization} must have; null for none
   */
  HttpProxy(Vertx vertx, String authorization) {
    this.authorization = authorization;
    this.forwarder = WebClient.create(vertx);
    this.tunneler = vertx.createNetClient();
    this.server =
        vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1").await();
  }

  int port() {
    return server.actualPort();
  }

  URI url() {
    return URI.create("http://localhost:" + port());
  }

  /** Method and target of each request that was let through. */
  List<String> seen() {
    return seen;
  }

  private void handle(HttpServerRequest request) {
    if (authorization != null && !authorization.equals(request.getHeader("Proxy-Authorization"))) {
      request
          .response()
          .setStatusCode(407)
          .putHeader("Proxy-Authenticate", "Basic realm=\"test\"")
          .end();
      return;
    }
    seen.add(request.method() + " " + request.uri());
    if (request.method().equals(HttpMethod.CONNECT)) {
      tunnel(request);
    } else {
      forwarder
          .getAbs(request.uri())
          .send()
          .onSuccess(
              answer -> {
                Buffer body = answer.body() == null ? Buffer.buffer() : answer.body();
                request.response().setStatusCode(answer.statusCode()).end(body);
              });
    }
  }

  private void tunnel(HttpServerRequest request) {
    String[] target = request.uri().split(":", 2);
    request.pause();
    tunneler
        .connect(Integer.parseInt(target[1]), target[0])
        .onSuccess(
            there ->
                request
                    .toNetSocket()
                    .onSuccess(
                        here -> {
                          pipe(here, there);
                          pipe(there, here);
                        }));
  }

  private static void pipe(NetSocket from, NetSocket to) {
    from.handler(to::write).closeHandler(gone -> to.close());
  }
}
