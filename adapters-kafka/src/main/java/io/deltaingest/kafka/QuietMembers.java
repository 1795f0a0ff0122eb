package io.deltaingest.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What consumers are told that share a process with many others, so that those that nothing comes
 * for do not keep it busy.
 *
 * <p>{@code retry.backoff.ms} is also how often the thread of a member's heartbeats looks whether
 * one is due. {@code fetch.max.wait.ms} is how long the broker holds an answer while there is
 * nothing to answer; a message ends that at once, and a partition that is assigned meanwhile is
 * fetched that much later.
 */
final class QuietMembers {

  private static final int MILLIS_OF_BACKOFF = 5;
  private static final int LEAST_BACKOFF_MILLIS = 100;
  private static final int MOST_BACKOFF_MILLIS = 1000;

  private static final int MILLIS_OF_WAIT = 10;
  private static final int LEAST_WAIT_MILLIS = 500;
  private static final int MOST_WAIT_MILLIS = 2000;

  private QuietMembers() {}

  /** Kafka's own values for few, larger ones for many. */
  static Map<String, Object> settings(int members) {
    return Map.of(
        ConsumerConfig.RETRY_BACKOFF_MS_CONFIG,
        within(members * MILLIS_OF_BACKOFF, LEAST_BACKOFF_MILLIS, MOST_BACKOFF_MILLIS),
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
        within(members * MILLIS_OF_WAIT, LEAST_WAIT_MILLIS, MOST_WAIT_MILLIS));
  }

  private static String within(int value, int least, int most) {
    return Integer.toString(Math.max(least, Math.min(most, value)));
  }
}
