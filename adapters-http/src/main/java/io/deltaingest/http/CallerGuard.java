package io.deltaingest.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * Keeps web pages from using the API through the browser of someone who runs it: a page of another
 * origin is refused (a POST without a body needs no permission of ours otherwise), and, while
 * nothing but the loopback interface protects the API, so is a request by a name that is not
 * loopback's, which is how a page whose name was rebound to 127.0.0.1 arrives.
 */
final class CallerGuard implements Handler<RoutingContext> {

  private final boolean loopbackNamesOnly;

  CallerGuard(boolean loopbackNamesOnly) {
    this.loopbackNamesOnly = loopbackNamesOnly;
  }

  @Override
  public void handle(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    if (loopbackNamesOnly && authority != null && !Loopback.is(authority.host())) {
      throw new RefusedRequestException(
          403,
          "Without a token the API answers to localhost, 127.0.0.1 and [::1] only. Call it by one of"
              + " these, or set http.tokenFile");
    }
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !isSameOrigin(origin, authority)) {
      throw new RefusedRequestException(403, "Pages of another origin may not use the API");
    }
    context.next();
  }

  private static boolean isSameOrigin(String origin, HostAndPort authority) {
    int scheme = origin.indexOf("://");
    return scheme > 0
        && authority != null
        && origin
            .substring(scheme + 3)
            .toLowerCase(Locale.ROOT)
            .equals(authority.toString().toLowerCase(Locale.ROOT));
  }
}
