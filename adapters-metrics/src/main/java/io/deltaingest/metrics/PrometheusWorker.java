package io.deltaingest.metrics;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.port.Rejection;
import java.util.concurrent.atomic.AtomicBoolean;

/** One worker's reports into its stream's meters. */
final class PrometheusWorker implements WorkerObserver {

  private final StreamMeters meters;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  PrometheusWorker(StreamMeters meters, Runnable release) {
    this.meters = meters;
    this.release = release;
  }

  @Override
  public void polled(PollCounts counts) {
    meters.polled(counts);
  }

  @Override
  public void rejected(Rejection rejection, int partition, long offset) {
    meters.rejected(rejection.stage(), rejection.errorClass());
  }

  @Override
  public void fileWritten(long bytes, long rows) {
    meters.fileWritten(bytes);
  }

  @Override
  public void committed(CommitReport report) {
    meters.committed(report);
  }

  @Override
  public void commitFailed(String reason) {
    meters.commitFailed(reason);
  }

  @Override
  public void commitRetried() {
    meters.commitRetried();
  }

  @Override
  public void deadLettersCommitted(CommitReport report) {
    meters.deadLettersCommitted(report.rows());
  }

  @Override
  public void fault(String message, boolean fatal) {
    meters.fault(fatal);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
