package io.deltaingest.http;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.StreamConfigCodec;
import io.deltaingest.domain.stream.StreamControl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin API as a listening server. The launcher owns it: {@link #listen} once, then {@link
 * #stop}. Any thread; requests are served on the event loop that {@code listen} was called on, or
 * on one of Vert.x's.
 */
public final class AdminServer {

  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final long GRACE_SECONDS = 5;
  private static final int IDLE_SECONDS = 60;

  private final Vertx vertx;
  private final StreamControl control;
  private final StreamConfigCodec codec;
  private final Supplier<Health> health;
  private final AdminOptions options;
  private volatile HttpServer server;

  /**
   * Listens to nothing yet.
   *
   * @param health asked on an event loop at each health request; must not block
   */
  public AdminServer(
      Vertx vertx,
      StreamControl control,
      StreamConfigCodec codec,
      Supplier<Health> health,
      AdminOptions options) {
    this.vertx = vertx;
    this.control = control;
    this.codec = codec;
    this.health = health;
    this.options = options;
  }

  /**
   * Starts to serve.
   *
   * @param host name or address of the interface; {@code 0.0.0.0} for all of them
   * @param port 0 for any free one
   * @return the actual port; fails with {@link ConfigurationException} where it can't listen
   */
  public Future<Integer> listen(String host, int port) {
    boolean loopback = Loopback.is(host);
    if (!loopback && options.token().isEmpty()) {
      LOG.warn(
          "The admin API listens on {} without a token: whoever reaches the port can stop and delete"
              + " streams. Set http.tokenFile, or http.host to 127.0.0.1",
          host);
    }
    AdminApi api =
        new AdminApi(vertx, control, codec, health, options, loopback && options.token().isEmpty());
    // A client that offers to go on in HTTP/2 (Java's own does, unasked) is answered in HTTP/1.1:
    // switched over, it got a long list's body in between the frames.
    HttpServerOptions http1 = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    int idleSeconds = Math.toIntExact(options.patience().toSeconds()) + IDLE_SECONDS;
    HttpServer created =
        vertx.createHttpServer(http1.setIdleTimeout(idleSeconds)).requestHandler(api.router());
    server = created;
    return created
        .listen(port, host)
        .map(HttpServer::actualPort)
        .recover(failure -> Future.failedFuture(cannotListen(host, port, failure)));
  }

  /**
   * Takes no more requests, gives those under way 5 s, then ends. Harmless before {@link #listen}.
   */
  public Future<Void> stop() {
    HttpServer listening = server;
    return listening == null
        ? Future.succeededFuture()
        : listening.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }

  private static ConfigurationException cannotListen(String host, int port, Throwable failure) {
    return new ConfigurationException(
        Problem.of(
            "The admin API can't listen on " + host + ":" + port,
            String.valueOf(failure.getMessage()),
            "Choose another http.host or http.port, or end the program that uses it"),
        failure);
  }
}
