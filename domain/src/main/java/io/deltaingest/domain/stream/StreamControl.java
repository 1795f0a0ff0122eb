package io.deltaingest.domain.stream;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Inbound port: what HTTP and the command line can do with streams.
 *
 * <p>Any thread; no method waits. A stage ends when the request took effect (a pause: everything
 * held is committed). It fails with {@link StreamRequestException}, or {@link
 * InvalidConfigException} for a configuration that contradicts another stream's, or an {@code
 * IngestException} for a failure of the stream itself. Callbacks run on whichever thread ended the
 * stage.
 */
public interface StreamControl {

  /** Adds a stream and brings it into its desired state; it will be there after a restart. */
  CompletionStage<StreamStatus> create(StreamConfig config);

  /** All streams, by name. */
  List<StreamStatus> list();

  /**
   * One stream as it was a moment ago.
   *
   * @throws StreamRequestException when there is none of that name
   */
  StreamStatus inspect(String name);

  /** Commits what is held and keeps the partitions without reading on. */
  CompletionStage<StreamStatus> pause(String name);

  /** Reads on after a pause; starts a stream that is stopped or failed. */
  CompletionStage<StreamStatus> resume(String name);

  /** Commits what is held and leaves the group. */
  CompletionStage<StreamStatus> stop(String name);

  /** Stops the stream and forgets it. Table and topic stay as they are. */
  CompletionStage<Void> delete(String name);
}
