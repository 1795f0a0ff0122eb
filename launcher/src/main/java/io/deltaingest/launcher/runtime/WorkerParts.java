package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.ingest.IngestLoop;

/**
 * One worker's loop and what has to be given back when it has ended. The ingest thread.
 *
 * @param giveBack closes the rest once the loop is closed
 */
record WorkerParts(IngestLoop loop, Runnable giveBack) implements AutoCloseable {

  /** Closes the loop with its source and sink, then the rest. */
  @Override
  public void close() {
    try {
      loop.close();
    } finally {
      giveBack.run();
    }
  }
}
