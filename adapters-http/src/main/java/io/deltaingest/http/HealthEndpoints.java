package io.deltaingest.http;

import io.deltaingest.domain.stream.StreamControl;
import io.deltaingest.domain.stream.StreamState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/**
 * Liveness and readiness for an orchestrator, open to all. A failed stream is named in both and
 * changes neither: a restart would not mend it.
 */
final class HealthEndpoints {

  private final StreamControl control;
  private final Supplier<Health> health;

  HealthEndpoints(StreamControl control, Supplier<Health> health) {
    this.control = control;
    this.health = health;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.openGet("/health/live", context -> Future.succeededFuture(live())),
        Endpoint.openGet("/health/ready", context -> Future.succeededFuture(ready())));
  }

  private Reply live() {
    Health now = health.get();
    return reply(now.beyondRepair().isEmpty(), now);
  }

  private Reply ready() {
    Health now = health.get();
    return reply(now.ready() && now.beyondRepair().isEmpty(), now);
  }

  private Reply reply(boolean up, Health now) {
    JsonArray failed = new JsonArray();
    control.list().stream()
        .filter(stream -> stream.state() instanceof StreamState.Failed)
        .forEach(stream -> failed.add(stream.config().name()));
    return Reply.json(
        up ? 200 : 503,
        new JsonObject()
            .put("status", up ? "up" : "down")
            .put("failedStreams", failed)
            .put("beyondRepair", new JsonArray(List.copyOf(now.beyondRepair()))));
  }
}
