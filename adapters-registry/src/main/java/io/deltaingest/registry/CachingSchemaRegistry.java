package io.deltaingest.registry;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.SchemaRegistry;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A registry with a memory. Schemas are kept for good (the {@value #MOST_SCHEMAS} asked for last);
 * that an id is unknown, for {@link #ABSENCE}, so that a crowd of messages with one id is one
 * question; failures not at all. Whoever asks for what is being asked for already waits for the
 * same answer.
 *
 * <p>A call waits for the time-out of one request and a second, at most. Where several URLs have to
 * be asked for longer than that, they are: the call fails as transient, and the next one finds the
 * answer, or joins the wait. An interrupt ends the wait of that thread alone, and {@link #close}
 * that of all; both are a {@link TransientException}, and a thread that was interrupted stays so.
 */
final class CachingSchemaRegistry implements SchemaRegistry {

  static final int MOST_SCHEMAS = 10_000;
  static final Duration ABSENCE = Duration.ofSeconds(10);
  private static final Duration OVERTIME = Duration.ofSeconds(1);

  private final SchemaReader reader;
  private final Replicas replicas;
  private final Duration patience;
  private final Duration absence;
  private final RecentlyUsed<Integer, Optional<RegisteredSchema>> known =
      new RecentlyUsed<>(MOST_SCHEMAS);
  private final RecentlyUsed<Integer, Long> absentUntil = new RecentlyUsed<>(MOST_SCHEMAS);
  private final Map<Question, CompletableFuture<Optional<RegisteredSchema>>> asked =
      new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param timeout of one request
   * @param absence for how long an id that is not there is not asked for again
   */
  CachingSchemaRegistry(Replicas replicas, Duration timeout, Duration absence) {
    this.replicas = replicas;
    this.reader = new SchemaReader(replicas);
    this.patience = timeout.plus(OVERTIME);
    this.absence = absence;
  }

  @Override
  public Optional<RegisteredSchema> byId(int id) {
    refuseEventLoops();
    Optional<RegisteredSchema> remembered = remembered(id);
    return remembered == null ? await(ask(Question.byId(id))) : remembered;
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    refuseEventLoops();
    return await(ask(Question.latest(subject)));
  }

  void close() {
    closed = true;
    asked.values().forEach(waiting -> waiting.completeExceptionally(closedFailure()));
    replicas.close();
  }

  /** What is known of an id; null if it has to be asked for. */
  private Optional<RegisteredSchema> remembered(int id) {
    Optional<RegisteredSchema> schema = known.get(id);
    if (schema != null) {
      return schema;
    }
    Long until = absentUntil.get(id);
    return until != null && until - System.nanoTime() > 0 ? Optional.empty() : null;
  }

  private CompletableFuture<Optional<RegisteredSchema>> ask(Question question) {
    CompletableFuture<Optional<RegisteredSchema>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<RegisteredSchema>> others = asked.putIfAbsent(question, mine);
    if (others != null) {
      return others;
    }
    // It may have been answered between the look into the memory and here.
    Optional<RegisteredSchema> remembered =
        question.id().isPresent() ? remembered(question.id().getAsInt()) : null;
    if (remembered != null || closed) {
      asked.remove(question, mine);
      if (remembered == null) {
        mine.completeExceptionally(closedFailure());
      } else {
        mine.complete(remembered);
      }
      return mine;
    }
    reader
        .read(question)
        .onComplete(
            answer -> {
              remember(question, answer);
              asked.remove(question, mine);
              mine.complete(answer);
            },
            failure -> {
              asked.remove(question, mine);
              mine.completeExceptionally(failure);
            });
    return mine;
  }

  private void remember(Question question, Optional<RegisteredSchema> answer) {
    if (answer.isPresent()) {
      known.put(answer.get().id(), answer);
      absentUntil.remove(answer.get().id());
    } else if (question.id().isPresent()) {
      absentUntil.put(question.id().getAsInt(), System.nanoTime() + absence.toNanos());
    }
  }

  private Optional<RegisteredSchema> await(CompletableFuture<Optional<RegisteredSchema>> answer) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (TimeoutException e) {
      throw new TransientException(
          Problem.of(
              "The schema registry gives no answer",
              "it is still being asked after " + patience.toMillis() + " ms",
              "Reading goes on when it answers. Check the registry's URLs, the first of all"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException(
          Problem.of("The schema registry was not waited for", "the thread was told to end", ""));
    }
  }

  /** The failure with this thread's stack: the original is shared by all who wait. */
  private static RuntimeException rethrown(Throwable failure) {
    if (failure instanceof TransientException away) {
      return new TransientException(away.problem(), away);
    }
    if (failure instanceof ConfigurationException refusal) {
      return new ConfigurationException(refusal.problem(), refusal);
    }
    return new IllegalStateException("A question to the schema registry failed", failure);
  }

  private static TransientException closedFailure() {
    return new TransientException(
        Problem.of("The schema registry is not asked any more", "the process is stopping", ""));
  }

  private static void refuseEventLoops() {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("A schema registry is not waited for on an event loop");
    }
  }
}
