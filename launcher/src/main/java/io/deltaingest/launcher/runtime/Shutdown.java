package io.deltaingest.launcher.runtime;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the process by SIGTERM or Ctrl-C: one ordered hook that lets what is held be committed
 * and then ends with exit code 0, which the JVM by itself would not.
 *
 * <p>Hadoop's own hook, which would close file systems beside the last commit, is switched off
 * where Hadoop is configured.
 */
final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  /** Beyond the streams' own time, for closing clients. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final AtomicBoolean over = new AtomicBoolean();
  private final Supplier<CompletionStage<?>> orderly;
  private final Runnable last;
  private final Duration timeout;

  /**
   * @param orderly begins the orderly end; its stage ends when everything is committed
   * @param last closes what the streams shared; the hook's thread
   * @param timeout how long the streams may take for that
   */
  Shutdown(Supplier<CompletionStage<?>> orderly, Runnable last, Duration timeout) {
    this.orderly = orderly;
    this.last = last;
    this.timeout = timeout;
  }

  void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::run, "shutdown"));
  }

  /** The program ends by itself; a hook that runs from now on does nothing. */
  void programOver() {
    over.set(true);
  }

  /** Whether a signal has begun the end of the process, or the program ended. */
  boolean begun() {
    return over.get();
  }

  private void run() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    LOG.info("Stopping: committing what is held, at most {} s", timeout.toSeconds());
    int exitCode = 0;
    try {
      orderly
          .get()
          .toCompletableFuture()
          .get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("Stopped");
    } catch (TimeoutException e) {
      LOG.error(
          "Not stopped after {} s; what was not committed is read again at the next start",
          timeout.plus(GRACE).toSeconds());
      exitCode = 1;
    } catch (ExecutionException e) {
      LOG.error("Stopped with a failure: {}", e.getCause().getMessage());
      exitCode = 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exitCode = 1;
    }
    last.run();
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(exitCode);
  }
}
