package io.deltaingest.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Lets through who shows the token (RFC 6750, section 2.1). Digests are compared, in constant time,
 * so that neither content nor length of the token can be measured.
 */
final class BearerToken implements Handler<RoutingContext> {

  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  BearerToken(String token) {
    this.expected = digest(token);
  }

  @Override
  public void handle(RoutingContext context) {
    String shown = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (shown == null
        || !shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || !MessageDigest.isEqual(expected, digest(shown.substring(SCHEME.length()).trim()))) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      throw new RefusedRequestException(
          401, "Send the token of http.tokenFile in the header Authorization: Bearer TOKEN");
    }
    context.next();
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
