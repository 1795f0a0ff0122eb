package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;

/**
 * One run of the plain consumer and one of the ingester, on the same topic, the one right after the
 * other.
 *
 * @param drained what the plain consumer's loop says of itself
 */
record RunPair(long messages, long bytes, Cost drain, DrainResult drained, Cost ingest) {

  private static final double MILLION = 1e6;

  /** Of the plain consumer's whole process. */
  double drainPerSecond() {
    return messages / drain.seconds();
  }

  /** Of the plain consumer's loop alone. */
  double drainLoopPerSecond() {
    return messages / drained.seconds();
  }

  /** Of the ingester's whole process. */
  double ingestPerSecond() {
    return messages / ingest.seconds();
  }

  /** The ingester's speed as a share of the plain consumer's, both as whole processes. */
  double ratio() {
    return ingestPerSecond() / drainPerSecond();
  }

  /** The ingester's whole process against the plain consumer's loop, which has no start-up. */
  double ratioToDrainLoop() {
    return ingestPerSecond() / drainLoopPerSecond();
  }

  double megabytesPerSecond(double messagesPerSecond) {
    return messagesPerSecond * bytes / messages / MILLION;
  }

  double cpuSecondsPerMillion(Cost cost) {
    return cost.cpuSeconds() * MILLION / messages;
  }
}
