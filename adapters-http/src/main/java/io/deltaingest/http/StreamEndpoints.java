package io.deltaingest.http;

import io.deltaingest.domain.stream.StreamConfigCodec;
import io.deltaingest.domain.stream.StreamControl;
import io.deltaingest.domain.stream.StreamStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams over HTTP. A request that changes one is answered when the change took effect, or with
 * 202 and the status at that moment when this takes longer than the patience; the change goes on
 * then.
 */
final class StreamEndpoints {

  private static final Logger LOG = LoggerFactory.getLogger(StreamEndpoints.class);
  private static final String STREAMS = "/api/v1/streams";
  private static final String STREAM = STREAMS + "/:name";

  private final Vertx vertx;
  private final StreamControl control;
  private final StreamConfigCodec codec;
  private final StatusJson json;
  private final long patienceMillis;

  StreamEndpoints(Vertx vertx, StreamControl control, StreamConfigCodec codec, Duration patience) {
    this.vertx = vertx;
    this.control = control;
    this.codec = codec;
    this.json = new StatusJson(codec);
    this.patienceMillis = Math.max(1, patience.toMillis());
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get(STREAMS, context -> Future.succeededFuture(list())),
        Endpoint.postJson(STREAMS, this::create),
        Endpoint.get(STREAM, context -> Future.succeededFuture(inspect(name(context)))),
        Endpoint.delete(STREAM, this::delete),
        Endpoint.post(STREAM + "/pause", context -> change(name(context), control::pause)),
        Endpoint.post(STREAM + "/resume", context -> change(name(context), control::resume)),
        Endpoint.post(STREAM + "/stop", context -> change(name(context), control::stop)));
  }

  private Reply list() {
    JsonArray streams = new JsonArray();
    control.list().forEach(stream -> streams.add(json.summary(stream)));
    return Reply.json(200, new JsonObject().put("streams", streams));
  }

  private Reply inspect(String name) {
    return Reply.json(200, json.whole(control.inspect(name)));
  }

  private Future<Reply> create(RoutingContext context) {
    String body = JsonBody.requireObject(context);
    // Off the event loop: a configuration may refer to files.
    return vertx
        .executeBlocking(() -> codec.parse(body), false)
        .compose(
            config -> {
              String location = STREAMS + "/" + config.name();
              return inEffect(
                      config.name(),
                      control.create(config),
                      status -> Reply.json(201, json.whole(status)))
                  .map(reply -> reply.with("Location", location));
            });
  }

  private Future<Reply> change(
      String name, Function<String, CompletionStage<StreamStatus>> request) {
    return inEffect(name, request.apply(name), status -> Reply.json(200, json.whole(status)));
  }

  private Future<Reply> delete(RoutingContext context) {
    String name = name(context);
    return inEffect(name, control.delete(name), nothing -> Reply.empty(204));
  }

  /** The reply to a change that took effect, or to one that takes too long. */
  private <T> Future<Reply> inEffect(
      String name, CompletionStage<T> change, Function<T, Reply> done) {
    Promise<Reply> reply = Promise.promise();
    long timer =
        vertx.setTimer(
            patienceMillis,
            id -> {
              try {
                reply.tryComplete(Reply.json(202, json.whole(control.inspect(name))));
              } catch (RuntimeException e) {
                reply.tryFail(e);
              }
            });
    Future.fromCompletionStage(change, vertx.getOrCreateContext())
        .map(done)
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              boolean inTime =
                  result.succeeded()
                      ? reply.tryComplete(result.result())
                      : reply.tryFail(result.cause());
              if (!inTime && result.failed()) {
                LOG.warn(
                    "A change of stream {} that was answered with 202 failed: {}",
                    name,
                    String.valueOf(result.cause().getMessage()));
              }
            });
    return reply.future();
  }

  private static String name(RoutingContext context) {
    return context.pathParam("name");
  }
}
