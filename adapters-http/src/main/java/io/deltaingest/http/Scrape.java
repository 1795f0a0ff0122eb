package io.deltaingest.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** {@code /metrics}: the text is made on a worker thread, since it takes some ms. */
final class Scrape implements Endpoint.Action {

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final Supplier<String> text;

  Scrape(Vertx vertx, Supplier<String> text) {
    this.vertx = vertx;
    this.text = text;
  }

  @Override
  public Future<Reply> answer(RoutingContext context) {
    return vertx
        .executeBlocking(text::get, false)
        .map(metrics -> Reply.text(200, CONTENT_TYPE, metrics));
  }
}
