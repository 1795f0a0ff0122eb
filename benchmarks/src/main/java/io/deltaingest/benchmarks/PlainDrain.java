package io.deltaingest.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic to its end with the plain Java consumer and does nothing with it: what no program
 * that goes through this consumer can beat. Arguments: bootstrap servers, topic, number of
 * partitions. Prints one line {@code drained MESSAGES BYTES SECONDS}, the seconds from the first
 * poll to the last message, without the start of the JVM.
 */
public final class PlainDrain {

  static final String DRAINED = "drained ";

  private static final Duration POLL = Duration.ofMillis(200);

  private PlainDrain() {}

  public static void main(String[] args) {
    List<TopicPartition> partitions =
        IntStream.range(0, Integer.parseInt(args[2]))
            .mapToObj(partition -> new TopicPartition(args[1], partition))
            .toList();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings(args[0]))) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      long messages = 0;
      long bytes = 0;
      long start = System.nanoTime();
      while (messages < end) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          bytes += record.value().length;
        }
        messages += records.count();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      out.println(DRAINED + messages + " " + bytes + " " + seconds);
    }
  }

  /** As the ingest path sets its consumer. */
  private static Map<String, Object> settings(String bootstrapServers) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
    return settings;
  }
}
