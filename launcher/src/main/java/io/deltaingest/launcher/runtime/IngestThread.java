package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.ingest.IngestLoop;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.domain.stream.WorkerStatus.LastFault;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The thread of one worker: makes the loop, steps it until it ends, closes it. */
final class IngestThread {

  private static final Logger LOG = LoggerFactory.getLogger(IngestThread.class);

  private static final long RETRY_MILLIS = 1_000;

  /** What does not change is said once in a while only. */
  private static final long WARN_AGAIN_MILLIS = 60_000;

  /** Told on the ingest thread. */
  interface Events {
    /** The worker reads. At most once. */
    void started(int worker);

    /** The worker has ended, with everything closed. Once. */
    void ended(int worker, Optional<IngestException> failure, boolean finished);
  }

  private final StreamConfig config;
  private final int worker;
  private final LoopFactory factory;
  private final Events events;
  private final ProcessHealth health;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CompletableFuture<IngestLoop> loop = new CompletableFuture<>();
  private volatile LastFault waitsFor;

  IngestThread(
      StreamConfig config, int worker, LoopFactory factory, Events events, ProcessHealth health) {
    this.config = config;
    this.worker = worker;
    this.factory = factory;
    this.events = events;
    this.health = health;
  }

  void start() {
    Thread thread = new Thread(this::run, "ingest-" + config.name() + "-" + worker);
    thread.start();
  }

  CompletableFuture<Void> pause() {
    return command(IngestLoop::pause);
  }

  CompletableFuture<Void> resume() {
    return command(IngestLoop::resume);
  }

  CompletableFuture<Void> stop() {
    stopRequested.countDown();
    return command(IngestLoop::stop).exceptionally(failedToStart -> null);
  }

  /** What the worker published last; before its loop exists, what it waits for, if anything. */
  Optional<WorkerStatus> status() {
    if (!loop.isDone()) {
      return Optional.ofNullable(waitsFor).map(fault -> WorkerStatus.waiting(worker, fault));
    }
    return loop.isCompletedExceptionally() ? Optional.empty() : Optional.of(loop.join().status());
  }

  private CompletableFuture<Void> command(Function<IngestLoop, CompletableFuture<Void>> call) {
    return loop.thenCompose(call);
  }

  private void run() {
    MDC.put("stream", config.name());
    IngestException failure = null;
    boolean finished = false;
    try (WorkerParts parts = make()) {
      IngestLoop made = parts.loop();
      loop.complete(made);
      boolean started = false;
      while (made.step()) {
        if (!started && made.status().activity() != Activity.STARTING) {
          started = true;
          events.started(worker);
        }
      }
      finished = made.finished();
    } catch (IngestException known) {
      // A stop that comes before the first contact is no failure.
      failure = loop.isDone() || stopRequested.getCount() > 0 ? known : null;
    } catch (Throwable bug) {
      LOG.error("Worker {} of stream {} died", worker, config.name(), bug);
      failure = died(bug);
      if (bug instanceof VirtualMachineError error) {
        health.workerDied(config.name(), worker, error);
      }
    }
    if (!loop.isDone()) {
      loop.completeExceptionally(new CompletionException("the worker never began", failure));
    }
    events.ended(worker, Optional.ofNullable(failure), finished);
  }

  /**
   * Waits out what passes by itself: a name that does not resolve yet, a storage that is away; and,
   * with unending patience, the first message of a topic whose table is to be made by it.
   */
  private WorkerParts make() throws InterruptedException {
    long awayMillis = 0;
    long nextWarning = 0;
    String warned = "";
    for (long waited = 0; ; waited += RETRY_MILLIS) {
      try {
        return factory.create(config, worker);
      } catch (TransientException away) {
        awayMillis = away instanceof AwaitedMessagesException ? 0 : awayMillis + RETRY_MILLIS;
        if (factory.patience().isPresent() && awayMillis > factory.patience().get().toMillis()) {
          throw away;
        }
        waitsFor = new LastFault(System.currentTimeMillis(), away.getMessage());
        if (!warned.equals(away.getMessage()) || waited >= nextWarning) {
          warned = away.getMessage();
          nextWarning = waited + WARN_AGAIN_MILLIS;
          LOG.warn("{}", warned);
        }
        if (stopRequested.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          throw away;
        }
      }
    }
  }

  private static boolean isWantOfMemory(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  private static StreamFailedException died(Throwable bug) {
    return new StreamFailedException(
        Problem.of(
            "The worker died of an unexpected failure",
            bug.toString(),
            isWantOfMemory(bug)
                ? "Give the process more heap (KDI_HEAP), or the stream fewer workers; what was not"
                    + " committed is read again at the next start"
                : "Please report it with the log; what was not committed is read again at the next"
                    + " start"),
        bug);
  }
}
