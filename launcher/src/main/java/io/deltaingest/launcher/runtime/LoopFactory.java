package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.stream.StreamConfig;
import java.time.Duration;
import java.util.Optional;

/** Makes the workers of streams from the real adapters. */
interface LoopFactory {

  /**
   * Checks what needs neither topic nor table. Any thread; does not block.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException with what is wrong
   */
  void check(StreamConfig config);

  /** How long a first contact with broker and table is tried; empty: for ever. */
  Optional<Duration> patience();

  /**
   * Makes one worker. May block; the worker's ingest thread.
   *
   * @throws io.deltaingest.domain.error.IngestException when the stream can't start as configured
   */
  WorkerParts create(StreamConfig config, int worker);
}
