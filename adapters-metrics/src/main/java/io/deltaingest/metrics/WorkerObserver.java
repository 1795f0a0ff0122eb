package io.deltaingest.metrics;

import io.deltaingest.domain.port.IngestObserver;

/**
 * The observer of one worker of a stream. Its maker closes it when the worker has ended; what it
 * counted stays, its gauges go.
 */
public interface WorkerObserver extends IngestObserver, AutoCloseable {

  /** Any thread; more than once is harmless. */
  @Override
  void close();
}
