package io.deltaingest.domain.stream;

import java.util.List;

/**
 * A stream as it was a moment ago.
 *
 * @param config what it was told
 * @param state where it is in its life
 * @param workers one for each worker that runs or has run
 */
public record StreamStatus(StreamConfig config, StreamState state, List<WorkerStatus> workers) {
  public StreamStatus {
    workers = List.copyOf(workers);
  }
}
