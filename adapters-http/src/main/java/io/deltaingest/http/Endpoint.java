package io.deltaingest.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * One method of one path.
 *
 * @param path as Vert.x writes it, {@code :name} for a parameter
 * @param open whether it is served without a token, and to any caller
 * @param takesJson whether it needs a body
 */
record Endpoint(HttpMethod method, String path, boolean open, boolean takesJson, Action action) {

  /**
   * What is done. Throws, or fails the future, with what {@link Failures} knows. The event loop.
   */
  interface Action {
    Future<Reply> answer(RoutingContext context);
  }

  static Endpoint get(String path, Action action) {
    return new Endpoint(HttpMethod.GET, path, false, false, action);
  }

  static Endpoint openGet(String path, Action action) {
    return new Endpoint(HttpMethod.GET, path, true, false, action);
  }

  static Endpoint post(String path, Action action) {
    return new Endpoint(HttpMethod.POST, path, false, false, action);
  }

  static Endpoint postJson(String path, Action action) {
    return new Endpoint(HttpMethod.POST, path, false, true, action);
  }

  static Endpoint delete(String path, Action action) {
    return new Endpoint(HttpMethod.DELETE, path, false, false, action);
  }
}
