package io.deltaingest.registry;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.registry.Reply.Absent;
import io.deltaingest.registry.Reply.Found;
import io.deltaingest.registry.Reply.Refusal;
import io.deltaingest.registry.Reply.Silence;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The URLs of one registry, asked one after the other, beginning with the one that answered last.
 *
 * <p>To find a schema, one answer is enough. That there is none is believed only when every URL has
 * said so, twice, with a pause between: registries follow one another with a lag, a producer may
 * have registered with the one and we ask another, and a good message would be taken for a bad one.
 * The pause is not made more often than every few seconds, so that a topic full of what only looks
 * like ids does not crawl.
 */
final class Replicas {

  /** Far more than a follower lags behind in good health. */
  static final Duration LAG = Duration.ofMillis(500);

  private static final Duration BETWEEN_SECOND_LOOKS = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final List<Replica> replicas;
  private final AtomicLong nextSecondLook = new AtomicLong(System.nanoTime());
  private volatile int preferred;

  Replicas(Vertx vertx, List<Replica> replicas) {
    this.vertx = vertx;
    this.replicas = List.copyOf(replicas);
  }

  /**
   * @return empty when it is not there; fails with {@link TransientException} if a URL that might
   *     have it gave no answer, with {@link ConfigurationException} if all of them refuse
   */
  Future<Optional<SchemaDocument>> ask(Question question) {
    return round(question)
        .compose(
            found ->
                found.isEmpty() && secondLookIsDue()
                    ? vertx
                        .timer(LAG.toMillis(), TimeUnit.MILLISECONDS)
                        .compose(ignored -> round(question))
                    : Future.succeededFuture(found));
  }

  void close() {
    replicas.forEach(Replica::close);
  }

  private boolean secondLookIsDue() {
    long due = nextSecondLook.get();
    long now = System.nanoTime();
    return now - due >= 0
        && nextSecondLook.compareAndSet(due, now + BETWEEN_SECOND_LOOKS.toNanos());
  }

  private Future<Optional<SchemaDocument>> round(Question question) {
    return next(question, preferred, new ArrayList<>());
  }

  private Future<Optional<SchemaDocument>> next(
      Question question, int first, List<Reply> repliesSoFar) {
    if (repliesSoFar.size() == replicas.size()) {
      return conclusion(question, repliesSoFar);
    }
    int index = (first + repliesSoFar.size()) % replicas.size();
    return replicas
        .get(index)
        .ask(question)
        .compose(
            reply -> {
              boolean answer = reply instanceof Found || reply instanceof Absent;
              if (answer && repliesSoFar.stream().noneMatch(Absent.class::isInstance)) {
                preferred = index;
              }
              if (reply instanceof Found found) {
                return Future.succeededFuture(Optional.of(found.document()));
              }
              repliesSoFar.add(reply);
              return next(question, first, repliesSoFar);
            });
  }

  private static Future<Optional<SchemaDocument>> conclusion(
      Question question, List<Reply> replies) {
    if (replies.stream().allMatch(Absent.class::isInstance)) {
      return Future.succeededFuture(Optional.empty());
    }
    if (replies.stream().allMatch(Refusal.class::isInstance)) {
      return Future.failedFuture(new ConfigurationException(((Refusal) replies.get(0)).problem()));
    }
    List<String> causes = new ArrayList<>();
    boolean absent = false;
    for (Reply reply : replies) {
      if (reply instanceof Silence silence) {
        causes.add(silence.cause());
      } else if (reply instanceof Refusal refusal) {
        causes.add(refusal.problem().what() + ", " + refusal.problem().cause());
      } else {
        absent = true;
      }
    }
    return Future.failedFuture(
        new TransientException(
            Problem.of(
                "The schema registry gives no answer about " + question.subject(),
                String.join("; ", causes),
                absent
                    ? "The other URLs do not have it, but this one might. Start it, or take it out"
                        + " of the registry's URLs if it is gone for good"
                    : "Reading goes on when it answers. Start it, or check the registry's URL")));
  }
}
