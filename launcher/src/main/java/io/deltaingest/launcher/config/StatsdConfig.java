package io.deltaingest.launcher.config;

import java.util.Map;

/**
 * How statsd is served.
 *
 * @param prefix of every metric name, without the dot
 * @param queueSize metrics that may wait to be sent; what comes beyond is dropped
 */
public record StatsdConfig(StatsdEndpoint endpoint, String prefix, int queueSize) {
  public static final String DEFAULT_ENDPOINT = "localhost:8125";

  private static final String PREFIX = "KDI_METRICS_PREFIX";
  private static final String QUEUE_SIZE = "KDI_METRICS_INPUT_QUEUE_SIZE";
  private static final String DEFAULT_PREFIX = "kafka_delta_ingest";
  private static final int DEFAULT_QUEUE_SIZE = 100;

  /**
   * With prefix and queue size from the environment; a wrong size is reported and the default
   * taken.
   */
  public static StatsdConfig of(
      StatsdEndpoint endpoint, Map<String, String> environment, Problems problems) {
    String prefix = environment.getOrDefault(PREFIX, "").strip();
    String size = environment.getOrDefault(QUEUE_SIZE, "").strip();
    int queueSize = DEFAULT_QUEUE_SIZE;
    if (size.matches("0*[1-9]\\d{0,5}")) {
      queueSize = Integer.parseInt(size);
    } else if (!size.isEmpty()) {
      problems.add(
          QUEUE_SIZE + " (environment)", "\"" + size + "\" is not a whole number from 1 to 999999");
    }
    return new StatsdConfig(endpoint, prefix.isEmpty() ? DEFAULT_PREFIX : prefix, queueSize);
  }
}
