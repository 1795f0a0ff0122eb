package io.deltaingest.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The API's own description, OpenAPI 3.1. */
final class OpenApiDocument implements Endpoint.Action {

  private static final String RESOURCE = "openapi.json";

  private final Reply reply = Reply.text(200, "application/json", read());

  @Override
  public Future<Reply> answer(RoutingContext context) {
    return Future.succeededFuture(reply);
  }

  private static String read() {
    try (InputStream in = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not in the jar; it is incomplete");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
