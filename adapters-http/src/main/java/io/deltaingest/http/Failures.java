package io.deltaingest.http;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.stream.InvalidConfigException;
import io.deltaingest.domain.stream.StreamRequestException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every failure as a response: {@code application/problem+json} (RFC 9457). The member {@code type}
 * is what programs go by; {@code detail}, and {@code cause} and {@code remedy} where they are
 * known, are for people. What nobody foresaw is a 500 that says nothing but where to look.
 */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final String TYPE = "urn:kafka-delta-ingest:problem:";
  private static final String RETRY_SECONDS = "10";

  private Failures() {}

  /**
   * Ends the request with what it failed with.
   *
   * @param status what Vert.x makes of it, where no exception tells
   */
  static void answer(RoutingContext context, int status) {
    Throwable failure = unwrapped(context.failure());
    reply(failure, status).sendTo(context.response());
  }

  private static Reply reply(Throwable failure, int status) {
    if (failure instanceof RefusedRequestException refused) {
      return plain(refused.status(), refused.getMessage());
    }
    if (failure instanceof StreamRequestException refused) {
      return switch (refused.reason()) {
        case NOT_FOUND -> problem(404, "stream-not-found", "No such stream", refused.getMessage());
        case CONFLICT -> problem(409, "stream-conflict", "Conflict", refused.getMessage());
        case NOT_NOW -> problem(409, "not-now", "Not in this state", refused.getMessage());
      };
    }
    if (failure instanceof InvalidConfigException invalid) {
      return send(422, invalidConfig(invalid));
    }
    if (failure instanceof IngestException ingest) {
      return streamFailure(ingest);
    }
    if (failure instanceof HttpException http && http.getStatusCode() < 500) {
      return plain(http.getStatusCode(), null);
    }
    if (status >= 400 && status < 500) {
      return plain(status, null);
    }
    String reference = UUID.randomUUID().toString();
    LOG.error("A request failed in a way that was not foreseen ({})", reference, failure);
    return problem(500, "internal", "Internal error", "The log tells more, under " + reference);
  }

  private static Reply streamFailure(IngestException failure) {
    if (failure instanceof ConfigurationException) {
      return send(422, parts(422, "misconfigured", "The stream can't do this as it is", failure));
    }
    if (failure instanceof TransientException) {
      return send(503, parts(503, "try-later", "Try again later", failure))
          .with("Retry-After", RETRY_SECONDS);
    }
    return send(409, parts(409, "stream-failed", "The stream failed", failure));
  }

  private static JsonObject invalidConfig(InvalidConfigException invalid) {
    JsonArray errors = new JsonArray();
    invalid
        .problems()
        .forEach(
            error ->
                errors.add(
                    new JsonObject().put("path", error.path()).put("message", error.message())));
    int count = invalid.problems().size();
    return members(
            422,
            "invalid-config",
            "The configuration is wrong",
            count == 1 ? "One thing is wrong with it" : count + " things are wrong with it")
        .put("errors", errors);
  }

  private static JsonObject parts(int status, String type, String title, IngestException failure) {
    return members(status, type, title, failure.problem().what())
        .put("cause", failure.problem().cause())
        .put("remedy", failure.problem().remedy());
  }

  /** A problem that HTTP itself has the name for. */
  private static Reply plain(int status, String detail) {
    String detailed = detail == null && status == 413 ? "The body is larger than 1 MiB" : detail;
    JsonObject body =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status);
    if (detailed != null) {
      body.put("detail", detailed);
    }
    return send(status, body);
  }

  private static Reply problem(int status, String type, String title, String detail) {
    return send(status, members(status, type, title, detail));
  }

  private static JsonObject members(int status, String type, String title, String detail) {
    return new JsonObject()
        .put("type", TYPE + type)
        .put("title", title)
        .put("status", status)
        .put("detail", detail);
  }

  private static Reply send(int status, JsonObject body) {
    return Reply.text(status, "application/problem+json", body.encode());
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable current = failure;
    while ((current instanceof CompletionException || current instanceof ExecutionException)
        && current.getCause() != null) {
      current = current.getCause();
    }
    return current;
  }
}
