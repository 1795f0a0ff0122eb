package io.deltaingest.registry;

import io.deltaingest.registry.Reply.Silence;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One URL of a registry. After a request without an answer it is left alone for a moment: whoever
 * asks meanwhile is given the same account, and no request is made. Thread-safe.
 */
final class Replica {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final RegistryUrl url;
  private final Connections connections;
  private final Credentials credentials;
  private final Duration timeout;
  private final AnswerReader answers;
  private final ConnectionFailures failures;
  private volatile WebClient client;
  private volatile LeftAlone leftAlone;
  private volatile boolean closed;

  Replica(RegistryUrl url, Connections connections, Credentials credentials, Duration timeout) {
    this.url = url;
    this.connections = connections;
    this.credentials = credentials;
    this.timeout = timeout;
    this.answers = new AnswerReader(url, credentials);
    this.failures = new ConnectionFailures(url, credentials, connections.way(), timeout);
    this.client = connections.open();
  }

  /** Never fails: what goes wrong is a reply, too. */
  Future<Reply> ask(Question question) {
    LeftAlone last = leftAlone;
    if (last != null && last.untilNanos() - System.nanoTime() > 0) {
      return Future.succeededFuture(last.reply());
    }
    return Future.succeededFuture()
        .compose(ready -> send(question))
        .recover(
            failure ->
                ConnectionFailures.isBrokenConnection(failure)
                    ? send(question)
                    : Future.failedFuture(failure))
        .map(response -> answers.read(question, response))
        .otherwise(failures::judge)
        .map(this::remember);
  }

  /** Ends its connections; requests under way fail. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    client.close();
  }

  private Future<HttpResponse<Buffer>> send(Question question) {
    WebClient used = client;
    HttpRequest<Buffer> request =
        used.request(
                HttpMethod.GET,
                new RequestOptions()
                    .setSsl(url.tls())
                    .setHost(url.host())
                    .setPort(url.port())
                    .setURI(url.basePath() + question.path()))
            .putHeader("Accept", "application/vnd.schemaregistry.v1+json, application/json")
            .as(BoundedBody.TEN_MEGABYTES);
    credentials.authorization().ifPresent(value -> request.putHeader("Authorization", value));
    return request
        .send()
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            failure -> {
              if (failure instanceof TimeoutException || failure instanceof BoundedBody.TooLarge) {
                replace(used);
              }
            });
  }

  /** The only way to make an answer stop that comes drop by drop, or without end. */
  private void replace(WebClient used) {
    synchronized (this) {
      if (closed || client != used) {
        return;
      }
      client = connections.open();
    }
    used.close();
  }

  private Reply remember(Reply reply) {
    if (closed) {
      return reply;
    }
    boolean silentBefore = leftAlone != null;
    if (reply instanceof Silence silence) {
      leftAlone = new LeftAlone(silence, System.nanoTime() + silence.pause().toNanos());
      if (!silentBefore) {
        LOG.warn("A schema registry does not answer: {}", silence.cause());
      }
    } else {
      leftAlone = null;
      if (silentBefore) {
        LOG.info("The schema registry {} answers again", url);
      }
    }
    return reply;
  }

  private record LeftAlone(Silence reply, long untilNanos) {}
}
