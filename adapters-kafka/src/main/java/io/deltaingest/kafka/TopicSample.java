package io.deltaingest.kafka;

import io.deltaingest.domain.port.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The first messages of a topic's partitions, read beside the consumer group: no member joins, no
 * offset is committed. For one reading; blocks its caller.
 */
final class TopicSample {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<ByteBuffer, ByteBuffer> consumer;
  private final KafkaFailures failures;
  private final Duration lookUpTimeout;

  TopicSample(
      Consumer<ByteBuffer, ByteBuffer> consumer, KafkaFailures failures, Duration lookUpTimeout) {
    this.consumer = consumer;
    this.failures = failures;
    this.lookUpTimeout = lookUpTimeout;
  }

  /** Shows up to {@code most} messages that were there at the start; gives how many. */
  int read(String topic, int partitionCount, int most, java.util.function.Consumer<Message> into) {
    try {
      List<TopicPartition> partitions =
          java.util.stream.IntStream.range(0, partitionCount)
              .mapToObj(number -> new TopicPartition(topic, number))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, lookUpTimeout);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      int shown = 0;
      while (shown < most && !allReached(ends)) {
        ConsumerRecords<ByteBuffer, ByteBuffer> polled = consumer.poll(POLL);
        KafkaMessageBatch batch = new KafkaMessageBatch(polled, Map.of());
        while (shown < most && batch.next()) {
          into.accept(batch.message());
          shown++;
        }
      }
      return shown;
    } catch (KafkaException e) {
      throw failures.of("read the first messages of topic " + topic, e);
    } finally {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
  }

  private boolean allReached(Map<TopicPartition, Long> ends) {
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      if (consumer.position(end.getKey(), lookUpTimeout) < end.getValue()) {
        return false;
      }
    }
    return true;
  }
}
