package io.deltaingest.launcher.runtime;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * One worker of one stream as a verticle: deploying it starts the worker's ingest thread,
 * undeploying it stops the worker and waits, without blocking, until what it held is committed.
 */
final class IngestVerticle extends VerticleBase {

  private final IngestThread thread;

  IngestVerticle(IngestThread thread) {
    this.thread = thread;
  }

  @Override
  public Future<?> start() {
    thread.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return Future.fromCompletionStage(thread.stop(), context);
  }
}
