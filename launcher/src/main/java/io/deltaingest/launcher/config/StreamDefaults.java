package io.deltaingest.launcher.config;

import java.time.Duration;

/** What a stream is told where nobody says anything, on the command line and in the file alike. */
public final class StreamDefaults {
  /** Kafka's usual address on one's own machine. */
  public static final String BROKERS = "localhost:9092";

  /** Of a stream in the configuration file; its name follows. */
  public static final String GROUP_PREFIX = "kafka_delta_ingest-";

  /** Group and app id of the {@code ingest} command. */
  public static final String COMMAND_ID = "kafka_delta_ingest";

  public static final Duration ALLOWED_LATENCY = Duration.ofMinutes(5);
  public static final int MAX_MESSAGES_PER_BATCH = 5000;
  public static final long MIN_BYTES_PER_FILE = 134_217_728;

  /** More threads than this in one process are a slip of the finger. */
  public static final int MOST_WORKERS = 256;

  private StreamDefaults() {}
}
