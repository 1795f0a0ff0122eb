package io.deltaingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the group's offsets, for tools that show lag. Nothing depends on them, so a commit that
 * fails (as it does while the group rebalances) is only mentioned, and warned of when it goes on
 * for long.
 */
final class ProgressReport {

  private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
  private static final long WARN_AFTER_NANOS = Duration.ofMinutes(5).toNanos();

  private final Consumer<?, ?> consumer;
  private final GroupMember member;
  private final LongSupplier nanoTime;
  private long settledAt;

  ProgressReport(Consumer<?, ?> consumer, GroupMember member, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.member = member;
    this.nanoTime = nanoTime;
    this.settledAt = nanoTime.getAsLong();
  }

  void report(Map<Integer, Long> nextOffsets) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    nextOffsets.forEach(
        (partition, offset) ->
            offsets.put(
                new TopicPartition(member.topic(), partition), new OffsetAndMetadata(offset)));
    try {
      consumer.commitAsync(offsets, (committed, failure) -> settled(failure));
    } catch (KafkaException e) {
      settled(e);
    }
  }

  private void settled(Exception failure) {
    long now = nanoTime.getAsLong();
    if (failure == null) {
      settledAt = now;
      return;
    }
    LOG.debug("The offsets of group {} were not committed", member.group(), failure);
    if (now - settledAt >= WARN_AFTER_NANOS) {
      settledAt = now;
      LOG.warn(
          "The offsets of group {} on topic {} can't be committed, so tools show a wrong lag; the"
              + " table is not concerned: {}",
          member.group(),
          member.topic(),
          failure.getMessage());
    }
  }
}
