package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.port.StreamDeployer.Deployment;
import io.deltaingest.domain.port.StreamDeployer.Listener;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.WorkerStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The workers of one stream that live and die together: one that fails stops the others. Events
 * come from the ingest threads; the counters are guarded by the monitor.
 */
final class StreamVerticles implements Deployment, IngestThread.Events {

  private final Vertx vertx;
  private final Listener listener;
  private final List<IngestThread> threads = new ArrayList<>();
  private final List<Future<String>> deployments = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private int toStart;
  private int toEnd;
  private boolean allFinished = true;
  private IngestException failure;

  StreamVerticles(
      Vertx vertx,
      StreamConfig config,
      LoopFactory factory,
      ProcessHealth health,
      Listener listener) {
    this.vertx = vertx;
    this.listener = listener;
    for (int worker = 0; worker < config.workers(); worker++) {
      threads.add(new IngestThread(config, worker, factory, this, health));
    }
    toStart = threads.size();
    toEnd = threads.size();
  }

  void deploy() {
    for (int worker = 0; worker < threads.size(); worker++) {
      int number = worker;
      deployments.add(
          vertx
              .deployVerticle(new IngestVerticle(threads.get(worker)))
              .onFailure(refused -> ended(number, Optional.of(notDeployed(refused)), false)));
    }
  }

  @Override
  public CompletionStage<Void> pause() {
    return all(IngestThread::pause);
  }

  @Override
  public CompletionStage<Void> resume() {
    return all(IngestThread::resume);
  }

  @Override
  public CompletionStage<Void> stop() {
    return all(IngestThread::stop).thenCombine(allEnded, (stopped, ended) -> null);
  }

  @Override
  public List<WorkerStatus> workers() {
    List<WorkerStatus> statuses = new ArrayList<>();
    for (IngestThread thread : threads) {
      thread.status().ifPresent(statuses::add);
    }
    return statuses;
  }

  private CompletableFuture<Void> all(Function<IngestThread, CompletableFuture<Void>> command) {
    return CompletableFuture.allOf(
        threads.stream().map(command).toArray(CompletableFuture<?>[]::new));
  }

  // ---- events of the ingest threads ----

  @Override
  public void started(int worker) {
    boolean all;
    synchronized (this) {
      toStart--;
      all = toStart == 0;
    }
    if (all) {
      listener.started();
    }
  }

  @Override
  public void ended(int worker, Optional<IngestException> cause, boolean finished) {
    boolean firstFailure;
    boolean last;
    synchronized (this) {
      toEnd--;
      allFinished &= finished;
      firstFailure = cause.isPresent() && failure == null;
      if (firstFailure) {
        failure = cause.get();
      }
      last = toEnd == 0;
    }
    if (firstFailure && !last) {
      var unused = all(IngestThread::stop);
    }
    if (last) {
      undeploy()
          .onComplete(
              undeployed -> {
                listener.ended(Optional.ofNullable(failure), allFinished);
                allEnded.complete(null);
              });
    }
  }

  /** Takes the verticles of the ended threads away; one that is gone already is as good. */
  private Future<?> undeploy() {
    List<Future<Void>> undeployed = new ArrayList<>();
    for (Future<String> deployment : deployments) {
      undeployed.add(deployment.compose(vertx::undeploy).recover(gone -> Future.succeededFuture()));
    }
    return Future.join(undeployed);
  }

  private static StreamFailedException notDeployed(Throwable refused) {
    return new StreamFailedException(
        Problem.of("A worker could not be deployed", String.valueOf(refused.getMessage()), ""),
        refused);
  }
}
