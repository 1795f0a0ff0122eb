package io.deltaingest.kafka;

import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.stream.KafkaSettings;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes message sources, one for each worker of a stream. Thread-safe; one for the process is
 * enough.
 *
 * <p>The consumer is made through vertx-kafka-client and unwrapped. The wrapper has no thread until
 * one of its own methods is called, which none is: it would poll on a thread of its own and deliver
 * revocations after the partition has moved.
 */
public final class KafkaSourceFactory {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaSourceFactory.class);

  private static final FetchMemory UNBOUNDED =
      new FetchMemory() {
        @Override
        public long fetchBytes() {
          return Long.MAX_VALUE;
        }

        @Override
        public void admit(long messageBytes) {}

        @Override
        public void release() {}
      };

  private final Vertx vertx;
  private final QuietMembers quiet;
  private final SharedAdmins admins = new SharedAdmins();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /**
   * @param plannedSources how many there will be about at a time: of many, each is given less to do
   *     while nothing comes
   */
  public KafkaSourceFactory(Vertx vertx, int plannedSources) {
    this.vertx = vertx;
    this.quiet = new QuietMembers(plannedSources);
  }

  /**
   * A source that is not connected yet; nothing is asked of the brokers here. A setting without
   * effect is warned of once by this factory.
   *
   * @param brokers bootstrap servers, {@code host:port} separated by commas. They win over {@code
   *     bootstrap.servers} among the settings, which is warned of if it says something else
   * @param settings by librdkafka's names or Java's
   * @param worker 0 to {@code workers - 1}; tells client ids and static members of one stream apart
   * @throws io.deltaingest.domain.error.ConfigurationException naming every setting that can't be
   *     used
   * @throws io.deltaingest.domain.error.TransientException when no broker's name has an address yet
   */
  public MessageSource create(
      String brokers, KafkaSettings settings, String group, String topic, int worker, int workers) {
    return create(brokers, settings, group, topic, worker, workers, UNBOUNDED, Duration.ZERO);
  }

  /**
   * As {@link #create(String, KafkaSettings, String, String, int, int)}, within bounds.
   *
   * @param memory what fetched messages may take: {@code fetch.max.bytes} and {@code
   *     max.partition.fetch.bytes} are made to fit, except where the settings give them. A message
   *     that is larger is read all the same, alone
   * @param allowedLatency how long messages may wait for their commit. Of many sources, each lets
   *     the broker gather messages for a small part of it; zero for none of it
   */
  public MessageSource create(
      String brokers,
      KafkaSettings settings,
      String group,
      String topic,
      int worker,
      int workers,
      FetchMemory memory,
      Duration allowedLatency) {
    GroupMember member = new GroupMember(group, topic, worker, workers);
    FetchSizes fetches = FetchSizes.within(memory.fetchBytes());
    ClientSettings client = KafkaSettingsTranslator.translate(brokers, settings, member, fetches);
    for (String warning : client.warnings()) {
      if (warned.add(warning)) {
        LOG.warn("Kafka setting {}", warning);
      }
    }
    KafkaFailures failures = new KafkaFailures(client, topic, group);
    HugeRecords huge = new HugeRecords(memory);
    return new KafkaMessageSource(
        open(client, allowedLatency, huge, failures), huge, member, client, failures, admins);
  }

  /**
   * Shows the first messages of a topic, without the group's knowing. Blocks.
   *
   * @param most messages at the most, of those that are there now
   * @param into shown one message after the other, as {@link
   *     io.deltaingest.domain.port.MessageBatch} does
   * @return how many were shown
   * @throws io.deltaingest.domain.error.ConfigurationException as {@link #create}, and when there
   *     is no such topic, or it may not be read
   * @throws io.deltaingest.domain.error.TransientException when no broker answers
   */
  public int sample(
      String brokers,
      KafkaSettings settings,
      String group,
      String topic,
      int most,
      java.util.function.Consumer<Message> into) {
    GroupMember member = new GroupMember(group, topic, 0, 1);
    ClientSettings client =
        KafkaSettingsTranslator.translate(brokers, settings, member, FetchSizes.LARGEST);
    KafkaFailures failures = new KafkaFailures(client, topic, group);
    int partitions = partitionCount(topic, client, failures);
    return new TopicSample(
            open(client, Duration.ZERO, new ByteBufferDeserializer(), failures),
            failures,
            client.lookUpTimeout())
        .read(topic, partitions, most, into);
  }

  private int partitionCount(String topic, ClientSettings client, KafkaFailures failures) {
    try (KafkaTopics topics = new KafkaTopics(client, failures, admins)) {
      return topics.describe(topic).partitionCount();
    }
  }

  private Consumer<ByteBuffer, ByteBuffer> open(
      ClientSettings settings,
      Duration allowedLatency,
      Deserializer<ByteBuffer> values,
      KafkaFailures failures) {
    Map<String, Object> consumer = settings.consumer();
    quiet.settings(allowedLatency, settings.requestTimeout()).forEach(consumer::putIfAbsent);
    try {
      return KafkaReadStream.create(vertx, consumer, new ByteBufferDeserializer(), values).unwrap();
    } catch (KafkaException e) {
      throw failures.ofCreation(e);
    }
  }
}
