package io.deltaingest.kafka;

import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageBatch;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** A cursor over what the consumer returned, partition by partition. */
final class KafkaMessageBatch implements MessageBatch {

  private static final List<ConsumerRecord<ByteBuffer, ByteBuffer>> NO_RECORDS = List.of();

  private final KafkaMessage message = new KafkaMessage();
  private final ConsumerRecords<ByteBuffer, ByteBuffer> records;
  private final Iterator<TopicPartition> partitions;
  private final Map<Integer, Long> nextPositions;
  private List<ConsumerRecord<ByteBuffer, ByteBuffer>> current = NO_RECORDS;
  private int next;

  KafkaMessageBatch(
      ConsumerRecords<ByteBuffer, ByteBuffer> records, Map<Integer, Long> nextPositions) {
    this.records = records;
    this.partitions = records.partitions().iterator();
    this.nextPositions = nextPositions;
  }

  static KafkaMessageBatch empty() {
    return new KafkaMessageBatch(ConsumerRecords.empty(), Map.of());
  }

  @Override
  public int count() {
    return records.count();
  }

  @Override
  public boolean next() {
    while (next == current.size()) {
      if (!partitions.hasNext()) {
        return false;
      }
      current = records.records(partitions.next());
      next = 0;
    }
    message.aim(current.get(next++));
    return true;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public Map<Integer, Long> nextPositions() {
    return nextPositions;
  }
}
