package io.deltaingest.domain.port;

import io.deltaingest.domain.stream.StreamConfig;
import java.util.List;

/**
 * Remembers, across restarts, the streams that were created at runtime, each with the state that it
 * should be in. May block; not called on an event loop.
 */
public interface StreamStore {

  /** All remembered streams, by name. */
  List<StreamConfig> load();

  /** Adds or replaces the stream of that name, durably by the time it returns. */
  void save(StreamConfig config);

  /** Forgets the stream of that name, if it is there. */
  void delete(String name);
}
