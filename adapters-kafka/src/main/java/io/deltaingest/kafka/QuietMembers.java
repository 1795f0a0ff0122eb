package io.deltaingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What consumers are told that share a process with many others, so that those that little comes
 * for do not keep it busy.
 *
 * <p>{@code retry.backoff.ms} is also how often the thread of a member's heartbeats looks whether
 * one is due. {@code fetch.max.wait.ms} is how long the broker holds an answer while there is less
 * than {@code fetch.min.bytes} to answer; a partition that is assigned meanwhile is fetched that
 * much later. Where messages wait for their commit anyway, and for long, the broker gathers them:
 * otherwise each message of a quiet topic is an answer of its own, which wakes threads and costs
 * more than the message itself.
 */
final class QuietMembers {

  private static final long MILLIS_OF_BACKOFF = 5;
  private static final int LEAST_BACKOFF_MILLIS = 100;
  private static final int MOST_BACKOFF_MILLIS = 1000;

  private static final long MILLIS_OF_WAIT = 10;
  private static final int LEAST_WAIT_MILLIS = 500;
  private static final int MOST_WAIT_MILLIS = 3000;

  /** Many are those that would let the broker wait for longer than Kafka's own consumers do. */
  private static final long MANY = LEAST_WAIT_MILLIS / MILLIS_OF_WAIT + 1;

  /** Of the time that messages may wait for their commit, what they may wait at the broker. */
  private static final int PART_OF_LATENCY = 20;

  private static final int GATHERED_BYTES = 64 << 10;

  private final int members;

  /**
   * @param members how many there are about at a time
   */
  QuietMembers(int members) {
    this.members = members;
  }

  /**
   * Kafka's own values for few, larger ones for many.
   *
   * @param allowedLatency how long messages of this member may wait for their commit
   * @param requestTimeout after which the member takes an answer that was held back for none, drops
   *     the connection, and asks for the same again
   */
  Map<String, Object> settings(Duration allowedLatency, Duration requestTimeout) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        ConsumerConfig.RETRY_BACKOFF_MS_CONFIG,
        within(members * MILLIS_OF_BACKOFF, LEAST_BACKOFF_MILLIS, MOST_BACKOFF_MILLIS));
    long most =
        Math.max(LEAST_WAIT_MILLIS, Math.min(MOST_WAIT_MILLIS, requestTimeout.toMillis() / 2));
    long mayGather = allowedLatency.toMillis() / PART_OF_LATENCY;
    if (members >= MANY && mayGather >= LEAST_WAIT_MILLIS) {
      most = Math.min(most, mayGather);
      settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, Integer.toString(GATHERED_BYTES));
    }
    settings.put(
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
        within(members * MILLIS_OF_WAIT, LEAST_WAIT_MILLIS, most));
    return settings;
  }

  private static String within(long value, long least, long most) {
    return Long.toString(Math.max(least, Math.min(most, value)));
  }
}
