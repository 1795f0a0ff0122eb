package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.StreamDeployer;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.config.IngestRun;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code ingest} command at run time: one stream, until it ends or the process is told to stop.
 */
public final class IngestProgram {

  private static final Logger LOG = LoggerFactory.getLogger(IngestProgram.class);
  private static final long RETRY_MILLIS = 1_000;

  /** How the stream ended. */
  private record End(Optional<IngestException> failure) {}

  private final IngestRun run;
  private final Function<Supplier<List<StreamStatus>>, AutoCloseable> progress;

  /**
   * @param progress shows the statuses that it is given until it is closed
   */
  public IngestProgram(
      IngestRun run, Function<Supplier<List<StreamStatus>>, AutoCloseable> progress) {
    this.run = run;
    this.progress = progress;
  }

  /**
   * Works out the schema that a new table would get, and prints it; nothing is written.
   *
   * @return 0
   * @throws IngestException when it can't be worked out
   */
  public static int design(IngestRun run, PrintStream out) throws InterruptedException {
    try (Adapters adapters = Adapters.forIngest(run)) {
      adapters.check(run.stream());
      long deadline = System.nanoTime() + run.startTimeout().toNanos();
      while (true) {
        try {
          out.println(new JsonObject(adapters.design(run.stream())).encodePrettily());
          out.flush();
          return 0;
        } catch (TransientException away) {
          if (System.nanoTime() - deadline >= 0) {
            throw away;
          }
          LOG.warn("{}", away.getMessage());
          Thread.sleep(RETRY_MILLIS);
        }
      }
    }
  }

  /**
   * Runs the stream to its end: the end offsets that it was told to stop at, or a signal.
   *
   * @return 0
   * @throws IngestException why the stream failed
   */
  @SuppressWarnings("try") // the display is only there to be closed
  public int run() throws Exception {
    CompletableFuture<End> ended = new CompletableFuture<>();
    try (Adapters adapters = Adapters.forIngest(run)) {
      Vertx vertx = adapters.vertx();
      adapters.check(run.stream());
      LiveStream stream = new LiveStream(run.stream(), ended);
      stream.deployment =
          new VerticleDeployer(vertx, adapters, new ProcessHealth()).deploy(run.stream(), stream);
      Shutdown shutdown =
          new Shutdown(
              () -> {
                adapters.letGo();
                return stream.stop();
              },
              adapters::close,
              run.shutdownTimeout());
      shutdown.install();
      try (AutoCloseable shown = progress.apply(stream::status)) {
        End end = ended.get();
        if (shutdown.begun()) {
          // The hook ends the process when it has seen the same end.
          Thread.currentThread().join();
        }
        shutdown.programOver();
        Summary.of(stream.deployment.workers()).log(LOG);
        if (end.failure().isPresent()) {
          throw end.failure().get();
        }
      }
      return 0;
    }
  }

  /** The one stream and what is known of it. */
  private static final class LiveStream implements StreamDeployer.Listener {
    private final StreamConfig config;
    private final CompletableFuture<End> ended;
    private volatile StreamState state = new StreamState.Starting();
    private volatile StreamDeployer.Deployment deployment;

    LiveStream(StreamConfig config, CompletableFuture<End> ended) {
      this.config = config;
      this.ended = ended;
    }

    @Override
    public void started() {
      state = new StreamState.Running();
    }

    @Override
    public void ended(Optional<IngestException> failure, boolean finished) {
      state =
          failure.isPresent()
              ? new StreamState.Failed(failure.get().problem())
              : new StreamState.Stopped();
      ended.complete(new End(failure));
    }

    /** Fails with why the stream failed, so that the exit code tells. */
    CompletionStage<?> stop() {
      state = new StreamState.Stopping();
      return deployment
          .stop()
          .thenCombine(
              ended,
              (stopped, end) -> {
                if (end.failure().isPresent()) {
                  throw new CompletionException(end.failure().get());
                }
                return end;
              });
    }

    List<StreamStatus> status() {
      return List.of(new StreamStatus(config, state, deployment.workers()));
    }
  }
}
