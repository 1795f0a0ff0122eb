package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.StreamConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The configuration file of {@code serve}.
 *
 * @param statePath the directory in which streams created over HTTP are remembered
 * @param memoryBytes what held rows, open files and fetch buffers of all streams may take of the
 *     heap; empty: the program's own share
 * @param streams in the order of the file; declared: at each start they are what the file says
 * @param codec reads and shows streams, with the file's {@code defaults}
 */
public record ServeConfig(
    HttpConfig http,
    MetricsConfig metrics,
    Path statePath,
    Optional<Long> memoryBytes,
    List<StreamConfig> streams,
    JsonStreamConfigCodec codec) {
  public ServeConfig {
    streams = List.copyOf(streams);
  }
}
