package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.port.IngestObserver;

/**
 * What a sink of dead letters may tell a worker's observer: races that it lost. Rows, files and
 * times stay out, since the metrics of these names are the main table's, as in the reference.
 */
final class DeadLetterObserver implements IngestObserver {

  private final IngestObserver worker;

  DeadLetterObserver(IngestObserver worker) {
    this.worker = worker;
  }

  @Override
  public void commitRetried() {
    worker.commitRetried();
  }
}
