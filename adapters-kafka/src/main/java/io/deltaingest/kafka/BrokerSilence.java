package io.deltaingest.kafka;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/**
 * Tells brokers that are away from a topic in which nothing happens: the consumer's poll returns
 * nothing for both, and tries again for ever. A member of a group that is alive hears from a broker
 * with every heartbeat, paused or not, so no response at all for several of them means that nobody
 * is there.
 */
final class BrokerSilence {

  private final String brokers;
  private final Duration limit;
  private final Metric responses;
  private final LongSupplier nanoTime;
  private double counted = -1;
  private long changedAt;

  /**
   * @param responses a count of all responses received so far
   */
  BrokerSilence(String brokers, Duration limit, Metric responses, LongSupplier nanoTime) {
    this.brokers = brokers;
    this.limit = limit;
    this.responses = responses;
    this.nanoTime = nanoTime;
  }

  static Metric responsesOf(Consumer<?, ?> consumer) {
    return consumer.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals("response-total"))
        .filter(entry -> entry.getKey().group().equals("consumer-metrics"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /**
   * To be called after a poll without messages.
   *
   * @throws TransientException when nobody has answered for too long; again and again until
   *     somebody does
   */
  void check() {
    double count = ((Number) responses.metricValue()).doubleValue();
    long now = nanoTime.getAsLong();
    if (count != counted) {
      counted = count;
      changedAt = now;
      return;
    }
    Duration silence = Duration.ofNanos(now - changedAt);
    if (silence.compareTo(limit) >= 0) {
      throw new TransientException(
          Problem.of(
              "No broker of " + brokers + " answers",
              "Nothing was heard for " + silence.toSeconds() + " s",
              "It goes on by itself when one is back; check that the brokers are up and reachable"));
    }
  }
}
