package io.deltaingest.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills a topic with numbered messages, as fast as one producer can, without keys. Message n goes
 * to partition n modulo the number of partitions, so in a topic that was empty before it lies there
 * at offset n divided by that number: the whole content of the topic is known. No message is
 * doubled or reordered by retries.
 */
public final class TopicLoader {

  private static final int PROGRESS_STEP = 10_000;

  private final String bootstrapServers;
  private final String topic;
  private final int partitions;
  private final String compression;

  /**
   * @param partitions how many the topic has
   * @param compression a producer's {@code compression.type}
   */
  public TopicLoader(String bootstrapServers, String topic, int partitions, String compression) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.partitions = partitions;
    this.compression = compression;
  }

  /**
   * Sends the messages numbered {@code from} to {@code to - 1} and waits until the broker has them
   * all.
   *
   * @param values each message's value, asked for in the order of their numbers on the calling
   *     thread
   * @param progress told now and then on the calling thread how many were sent, and at the end
   */
  public void load(LongFunction<byte[]> values, long from, long to, LongConsumer progress) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    Callback onSent =
        (metadata, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        };
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings())) {
      for (long sequence = from; sequence < to && failure.get() == null; sequence++) {
        Future<RecordMetadata> future = producer.send(record(values, sequence), onSent);
        if (sequence - from < partitions) {
          await(future, failure);
        }
        long sent = sequence - from + 1;
        if (sent % PROGRESS_STEP == 0) {
          progress.accept(sent);
        }
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException(
          "Messages could not be sent to " + topic + " at " + bootstrapServers, failure.get());
    }
    progress.accept(to - from);
  }

  private ProducerRecord<byte[], byte[]> record(LongFunction<byte[]> values, long sequence) {
    int partition = (int) (sequence % partitions);
    return new ProducerRecord<>(topic, partition, null, values.apply(sequence));
  }

  /**
   * For the first message of each partition: a partition that was just created may refuse one batch
   * and take the next, whatever its sequence number, and the first is then out of order for good.
   */
  private static void await(Future<?> sent, AtomicReference<Exception> failure) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.compareAndSet(null, e);
    }
  }

  private Map<String, Object> settings() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.BATCH_SIZE_CONFIG,
        512 * 1024,
        ProducerConfig.LINGER_MS_CONFIG,
        50L,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        96L * 1024 * 1024,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        8 * 1024 * 1024,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        compression,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) Duration.ofSeconds(60).toMillis());
  }
}
