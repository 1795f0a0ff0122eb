package io.deltaingest.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * A whole response.
 *
 * @param contentType null for no body
 */
record Reply(int status, String contentType, String body, Map<String, String> headers) {

  static Reply json(int status, JsonObject body) {
    return text(status, "application/json", body.encode());
  }

  static Reply text(int status, String contentType, String body) {
    return new Reply(status, contentType, body, Map.of());
  }

  static Reply empty(int status) {
    return new Reply(status, null, null, Map.of());
  }

  Reply with(String header, String value) {
    return new Reply(status, contentType, body, Map.of(header, value));
  }

  void sendTo(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return; // The caller went away.
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.putHeader("X-Content-Type-Options", "nosniff");
    headers.forEach(response::putHeader);
    if (contentType == null) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(body);
    }
  }
}
