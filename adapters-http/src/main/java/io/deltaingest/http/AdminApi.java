package io.deltaingest.http;

import io.deltaingest.domain.stream.StreamConfigCodec;
import io.deltaingest.domain.stream.StreamControl;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All paths of the admin API, and what a request passes before it reaches one. The event loop. */
final class AdminApi {

  private static final long MAX_BODY_BYTES = 1 << 20;

  private final Router router;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final BodyHandler bodies =
      BodyHandler.create().setHandleFileUploads(false).setBodyLimit(MAX_BODY_BYTES);

  /**
   * Routes everything.
   *
   * @param loopbackNamesOnly whether callers must name this machine as itself
   */
  AdminApi(
      Vertx vertx,
      StreamControl control,
      StreamConfigCodec codec,
      Supplier<Health> health,
      AdminOptions options,
      boolean loopbackNamesOnly) {
    endpoints.addAll(new HealthEndpoints(control, health).all());
    endpoints.addAll(new StreamEndpoints(vertx, control, codec, options.patience()).all());
    endpoints.add(Endpoint.get("/api/v1/openapi.json", new OpenApiDocument()));
    options
        .scrape()
        .ifPresent(scrape -> endpoints.add(Endpoint.get("/metrics", new Scrape(vertx, scrape))));

    router = Router.router(vertx);
    router.route().failureHandler(context -> Failures.answer(context, context.statusCode()));
    endpoints.stream().filter(Endpoint::open).forEach(this::serve);
    router.route().handler(new CallerGuard(loopbackNamesOnly));
    options.token().ifPresent(token -> router.route().handler(new BearerToken(token)));
    endpoints.stream().filter(endpoint -> !endpoint.open()).forEach(this::serve);
    methodsByPath().forEach(this::refuseOtherMethods);
    router
        .route()
        .handler(
            context -> {
              throw new RefusedRequestException(404, "There is nothing at this path");
            });
    // Failures before any route, such as a path that can't be decoded.
    for (int status : new int[] {400, 404, 413, 414, 500}) {
      router.errorHandler(status, context -> Failures.answer(context, status));
    }
  }

  Router router() {
    return router;
  }

  List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  private void serve(Endpoint endpoint) {
    if (endpoint.takesJson()) {
      router.route(endpoint.method(), endpoint.path()).handler(JsonBody::requireContentType);
    }
    Route route = router.route(endpoint.method(), endpoint.path());
    if (endpoint.method().equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD);
    }
    if (endpoint.takesJson()) {
      route.handler(bodies);
    }
    route.handler(context -> answer(endpoint, context));
  }

  private static void answer(Endpoint endpoint, RoutingContext context) {
    endpoint
        .action()
        .answer(context)
        .onSuccess(reply -> reply.sendTo(context.response()))
        .onFailure(context::fail);
  }

  private Map<String, String> methodsByPath() {
    Map<String, String> methods = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      String allowed =
          endpoint.method().equals(HttpMethod.GET) ? "GET, HEAD" : endpoint.method().name();
      methods.merge(endpoint.path(), allowed, (some, more) -> some + ", " + more);
    }
    return methods;
  }

  private void refuseOtherMethods(String path, String allowed) {
    router
        .route(path)
        .handler(
            context -> {
              context.response().putHeader("Allow", allowed);
              throw new RefusedRequestException(405, "This path takes " + allowed);
            });
  }
}
