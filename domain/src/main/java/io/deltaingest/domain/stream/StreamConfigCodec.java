package io.deltaingest.domain.stream;

/** Inbound port: stream configurations as JSON text. Thread-safe; does not block. */
public interface StreamConfigCodec {

  /**
   * Reads one stream, strictly.
   *
   * @throws InvalidConfigException with all problems, each with its path and, for an unknown key,
   *     the nearest known one
   */
  StreamConfig parse(String json);

  /** The stream as JSON, every default filled in, secrets hidden. */
  String render(StreamConfig config);
}
