package io.deltaingest.metrics;

/**
 * Where statsd is and how its metrics are named.
 *
 * @param host name or address; resolved when something is sent
 * @param port UDP port
 * @param prefix in front of every metric name, a dot between; empty for none
 * @param queueSize gauges and timings that may wait to be sent; more are dropped. Counts never are
 */
public record StatsdSettings(String host, int port, String prefix, int queueSize) {

  /** The environment variable that gives the queue's size, for messages. */
  static final String QUEUE_SIZE = "KDI_METRICS_INPUT_QUEUE_SIZE";
}
