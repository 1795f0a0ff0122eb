package io.deltaingest.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * What a test does to a broker: topics, records, transactions, and looking at what is there. Every
 * call waits until it is done, and fails after 30 seconds. Thread-safe.
 */
public final class KafkaFixture implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 30;

  private final String bootstrapServers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  public KafkaFixture(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.producer = new KafkaProducer<>(producerSettings());
  }

  private Map<String, Object> producerSettings() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class);
  }

  /** Creates the topic; each partition has a leader that answers when this returns. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  public void createTopic(String name, int partitions, Map<String, String> settings) {
    await(
        admin
            .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
            .all());
    untilTrue(() -> await(admin.listTopics().names()).contains(name));
    endOffsets(name);
  }

  /** Deletes the topic; the broker does not know it any more when this returns. */
  public void deleteTopic(String name) {
    await(admin.deleteTopics(List.of(name)).all());
    untilTrue(() -> !await(admin.listTopics().names()).contains(name));
  }

  public void addPartitions(String topic, int newCount) {
    await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(newCount))).all());
  }

  public Uuid topicId(String topic) {
    return await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).topicId();
  }

  /** Moves the start of the partition to {@code offset}, as retention does. */
  public void deleteRecords(String topic, int partition, long offset) {
    await(
        admin
            .deleteRecords(
                Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
            .all());
  }

  /** Appends values without keys. */
  public void produce(String topic, int partition, byte[]... values) {
    produce(
        Arrays.stream(values)
            .map(value -> new ProducerRecord<byte[], byte[]>(topic, partition, null, value))
            .toList());
  }

  /** Appends records and waits for all of them. */
  public void produce(Collection<ProducerRecord<byte[], byte[]>> records) {
    List<Future<?>> sent = new ArrayList<>(records.size());
    for (ProducerRecord<byte[], byte[]> record : records) {
      sent.add(producer.send(record));
    }
    producer.flush();
    sent.forEach(KafkaFixture::await);
  }

  /** Appends values in a transaction of their own; a marker follows them. */
  public void produceTransaction(
      String topic, int partition, TransactionEnd end, byte[]... values) {
    try (OpenTransaction transaction = beginTransaction(topic, partition, values)) {
      transaction.end(end);
    }
  }

  /** Appends values, at least one, in a transaction that stays open until it is ended. */
  public OpenTransaction beginTransaction(String topic, int partition, byte[]... values) {
    Map<String, Object> settings = new HashMap<>(producerSettings());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "fixture-" + UUID.randomUUID());
    KafkaProducer<byte[], byte[]> transactional = new KafkaProducer<>(settings);
    try {
      transactional.initTransactions();
      transactional.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>(values.length);
      for (byte[] value : values) {
        sent.add(transactional.send(new ProducerRecord<>(topic, partition, null, value)));
      }
      transactional.flush();
      RecordMetadata last = await(sent.get(sent.size() - 1));
      return new OpenTransaction(
          transactional, new TopicPartition(topic, partition), last.offset() + 2);
    } catch (RuntimeException e) {
      transactional.close();
      throw e;
    }
  }

  public Map<Integer, Long> beginningOffsets(String topic) {
    return offsets(topic, OffsetSpec.earliest());
  }

  /** The offset after the last record or marker of each partition, open transactions included. */
  public Map<Integer, Long> endOffsets(String topic) {
    return offsets(topic, OffsetSpec.latest());
  }

  private Map<Integer, Long> offsets(String topic, OffsetSpec spec) {
    int count =
        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().size();
    Map<TopicPartition, OffsetSpec> wanted =
        IntStream.range(0, count)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(partition -> partition, partition -> spec));
    Map<Integer, Long> found = new TreeMap<>();
    await(admin.listOffsets(wanted).all())
        .forEach((partition, result) -> found.put(partition.partition(), result.offset()));
    return found;
  }

  private long lastStableOffset(TopicPartition partition) {
    ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    return await(admin.listOffsets(Map.of(partition, OffsetSpec.latest()), committed).all())
        .get(partition)
        .offset();
  }

  /** Client ids of the group's members and the partitions that each holds. */
  public Map<String, List<Integer>> groupMembers(String group) {
    Map<String, List<Integer>> members = new TreeMap<>();
    await(admin.describeConsumerGroups(List.of(group)).all())
        .get(group)
        .members()
        .forEach(
            member ->
                members.put(
                    member.clientId(),
                    member.assignment().topicPartitions().stream()
                        .map(TopicPartition::partition)
                        .sorted()
                        .toList()));
    return members;
  }

  /** The offsets that the group has committed for that topic. */
  public Map<Integer, Long> committedOffsets(String group, String topic) {
    Map<Integer, Long> committed = new TreeMap<>();
    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null && partition.topic().equals(topic)) {
                committed.put(partition.partition(), offset.offset());
              }
            });
    return committed;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    admin.close(Duration.ofSeconds(1));
  }

  private static void untilTrue(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  private static <T> T await(KafkaFuture<T> future) {
    return await((Future<T>) future);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("The broker did not answer in " + TIMEOUT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How a transaction ends. */
  public enum TransactionEnd {
    COMMIT,
    ABORT
  }

  /** A transaction whose records are written, but neither committed nor aborted. */
  public final class OpenTransaction implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> transactional;
    private final TopicPartition partition;
    private final long offsetAfterMarker;
    private boolean open = true;

    private OpenTransaction(
        KafkaProducer<byte[], byte[]> transactional,
        TopicPartition partition,
        long offsetAfterMarker) {
      this.transactional = transactional;
      this.partition = partition;
      this.offsetAfterMarker = offsetAfterMarker;
    }

    /** Ends the transaction; its marker is in the log when this returns. */
    public void end(TransactionEnd end) {
      if (end == TransactionEnd.COMMIT) {
        transactional.commitTransaction();
      } else {
        transactional.abortTransaction();
      }
      open = false;
      // The coordinator answers before it has written the markers.
      untilTrue(() -> lastStableOffset(partition) >= offsetAfterMarker);
    }

    /** Aborts what was not ended. */
    @Override
    public void close() {
      if (open) {
        end(TransactionEnd.ABORT);
      }
      transactional.close();
    }
  }
}
