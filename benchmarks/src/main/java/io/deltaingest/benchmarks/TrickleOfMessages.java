package io.deltaingest.benchmarks;

import io.deltaingest.testkit.WebRequests;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends messages to many topics in turn, each at the same slow rate, on a thread of its own. */
final class TrickleOfMessages implements AutoCloseable {

  private static final double NANOS = 1e9;

  private final List<String> topics;
  private final int partitions;
  private final double rate;
  private final WebRequests requests;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::send, "trickle");
  private volatile boolean stopped;
  private volatile Exception failure;
  private long sent;

  /**
   * @param rate messages a second for each topic
   */
  TrickleOfMessages(
      String bootstrapServers,
      List<String> topics,
      int partitions,
      double rate,
      WebRequests requests) {
    this.topics = topics;
    this.partitions = partitions;
    this.rate = rate;
    this.requests = requests;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                // A batch for each of a thousand topics, with a message or two.
                ProducerConfig.BATCH_SIZE_CONFIG,
                1 << 10,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Ends it.
   *
   * @return how many messages the broker has
   */
  long stop() throws InterruptedException {
    stopped = true;
    thread.join();
    producer.flush();
    if (failure != null) {
      throw new IllegalStateException("Messages could not be sent: " + failure, failure);
    }
    return sent;
  }

  private void send() {
    long start = System.nanoTime();
    while (!stopped && failure == null) {
      long due = start + (long) (sent / (rate * topics.size()) * NANOS);
      long now = System.nanoTime();
      if (now < due) {
        LockSupport.parkNanos(due - now);
        continue;
      }
      long turn = sent / topics.size();
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  topics.get((int) (sent % topics.size())),
                  (int) (turn % partitions),
                  null,
                  requests.message(sent)),
              (metadata, problem) -> {
                if (problem != null) {
                  failure = problem;
                }
              });
      sent++;
    }
  }

  @Override
  public void close() {
    stopped = true;
    producer.close();
  }
}
