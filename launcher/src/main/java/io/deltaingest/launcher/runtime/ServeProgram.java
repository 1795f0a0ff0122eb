package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.stream.SecretText;
import io.deltaingest.domain.stream.StreamService;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.http.AdminOptions;
import io.deltaingest.http.AdminServer;
import io.deltaingest.http.Health;
import io.deltaingest.launcher.config.HttpConfig;
import io.deltaingest.launcher.config.ServeConfig;
import io.deltaingest.launcher.config.ServeRun;
import io.deltaingest.launcher.store.FileStreamStore;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code serve} command at run time: many streams and the admin API, until told to stop. */
public final class ServeProgram {

  private static final Logger LOG = LoggerFactory.getLogger(ServeProgram.class);

  private final ServeRun run;
  private final FileStreamStore store;
  private final Function<Supplier<List<StreamStatus>>, AutoCloseable> progress;

  /**
   * @param store where streams created over HTTP are remembered
   * @param progress shows the statuses that it is given until it is closed
   */
  public ServeProgram(
      ServeRun run,
      FileStreamStore store,
      Function<Supplier<List<StreamStatus>>, AutoCloseable> progress) {
    this.run = run;
    this.store = store;
    this.progress = progress;
  }

  /** Serves until the process ends; returns only by the failure of the start. */
  @SuppressWarnings("try") // the display is only there to be closed
  public int run() throws Exception {
    ServeConfig config = run.config();
    ExecutorService blocking = Executors.newSingleThreadExecutor(ServeProgram::storeThread);
    try (Adapters adapters = Adapters.forServe(run)) {
      Vertx vertx = adapters.vertx();
      ProcessHealth health = new ProcessHealth();
      StreamService streams =
          new StreamService(new VerticleDeployer(vertx, adapters, health), store, blocking);
      AdminOptions options = adminOptions(config.http(), adapters, streams);
      AtomicBoolean ready = new AtomicBoolean();
      AdminServer admin =
          new AdminServer(
              vertx,
              streams,
              config.codec(),
              () -> new Health(ready.get(), health.beyondRepair()),
              options);
      LauncherVerticle launcher =
          new LauncherVerticle(streams, config.streams(), admin, config.http(), ready);
      Shutdown shutdown =
          new Shutdown(
              () -> {
                adapters.letGo();
                return end(vertx);
              },
              adapters::close,
              run.shutdownTimeout());
      try {
        vertx.deployVerticle(launcher).toCompletionStage().toCompletableFuture().get();
      } catch (ExecutionException refused) {
        end(vertx).toCompletableFuture().get();
        throw refused.getCause() instanceof Exception cause ? cause : refused;
      }
      shutdown.install();
      LOG.info(
          "Serving {} streams; admin API on http://{}:{}",
          streams.list().size(),
          config.http().host(),
          launcher.actualPort());
      try (AutoCloseable shown = progress.apply(streams::list)) {
        // Only the shutdown hook ends a server.
        new CountDownLatch(1).await();
      }
      return 0;
    } finally {
      blocking.shutdown();
    }
  }

  private static AdminOptions adminOptions(
      HttpConfig http, Adapters adapters, StreamService streams) {
    AdminOptions options = AdminOptions.DEFAULT;
    if (http.token().isPresent()) {
      options = options.withToken(http.token().map(SecretText::value).get());
    }
    if (adapters.scrapes()) {
      options = options.withScrape(() -> adapters.scrape(streams.list()));
    }
    return options;
  }

  private static CompletionStage<?> end(Vertx vertx) {
    return vertx.close().toCompletionStage();
  }

  private static Thread storeThread(Runnable work) {
    Thread thread = new Thread(work, "stream-store");
    thread.setDaemon(true);
    return thread;
  }
}
