package io.deltaingest.metrics;

import io.deltaingest.domain.commit.CommitReport;
import java.util.Map;

/** One worker's reports to {@link StatsdMetrics}. */
final class StatsdWorker implements WorkerObserver {

  private final StatsdMetrics metrics;
  private volatile int buffered;
  private volatile boolean news;

  StatsdWorker(StatsdMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void polled(PollCounts counts) {
    int values = counts.messages() - counts.tombstones();
    int decoded = values - counts.decodeFailures();
    metrics.decoded.add(decoded);
    metrics.undecoded.add(counts.decodeFailures());
    metrics.transformed.add(decoded - counts.transformFailures());
    metrics.untransformed.add(counts.transformFailures());
    metrics.bytes.add(counts.bytes());
    metrics.messages.add(values);
    buffered = counts.rowBatchesBuffered();
    news = true;
  }

  @Override
  public void rowBatchStarted(int rows) {
    metrics.rowBatchesStarted.add(1);
  }

  @Override
  public void rowBatchCompleted(int rows, long nanos) {
    metrics.rowBatchesCompleted.add(1);
    metrics.timing("recordbatch.write_duration", nanos);
  }

  @Override
  public void fileWritten(long bytes, long rows) {
    metrics.gauge("delta.add.size", bytes);
  }

  @Override
  public void commitStarted() {
    metrics.writesStarted.add(1);
  }

  @Override
  public void committed(CommitReport report) {
    metrics.writesCompleted.add(1);
    metrics.timing("delta.write.duration", report.flushNanos() + report.commitNanos());
  }

  @Override
  public void commitFailed(String reason) {
    // Moved offsets and a new schema are met by reading again, and never were failures to a
    // dashboard.
    if (!reason.equals("offsets-moved") && !reason.equals("schema-changed")) {
      metrics.writesFailed.add(1);
    }
  }

  @Override
  public void bufferLag(Map<Integer, Long> lagByPartition) {
    metrics.bufferLag(this, lagByPartition);
  }

  @Override
  public void commitLag(Map<Integer, Long> lagByPartition) {
    metrics.writeLag(this, lagByPartition);
  }

  @Override
  public void close() {
    metrics.forget(this);
  }

  int buffered() {
    return buffered;
  }

  /** Whether there was a poll since this was asked last. The sender's thread. */
  boolean hadNews() {
    boolean had = news;
    news = false;
    return had;
  }
}
