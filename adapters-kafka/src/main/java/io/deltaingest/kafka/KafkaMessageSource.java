package io.deltaingest.kafka;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group over the native consumer, which is polled on the ingest thread.
 *
 * <p>Positions come from {@code ConsumerRecords.nextOffsets} (KIP-1094). The consumer also returns
 * from a poll, with nothing but those, when it passed over markers or aborted records alone, and
 * passes over a marker behind the last record of a full poll in the next one.
 *
 * <p>A static member (one with a {@code group.instance.id}) does not leave the group when it is
 * closed; its partitions wait for its return until the session times out. That is what it is for
 * (KIP-345).
 */
final class KafkaMessageSource implements MessageSource {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaMessageSource.class);
  private static final Duration MISSING_TOPIC_PATIENCE = Duration.ofMinutes(1);
  private static final Duration RANGE_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<ByteBuffer, ByteBuffer> consumer;
  private final String topic;
  private final ClientSettings settings;
  private final KafkaTopics topics;
  private final KafkaFailures failures;
  private final HugeRecords huge;
  private final BrokerSilence silence;
  private final ProgressReport progress;

  /** Where each assigned partition is read next, as sought and as polls moved it. */
  private final Map<Integer, Long> positions = new HashMap<>();

  /**
   * Those that the consumer has told us of and not taken back: a consumer of the new group protocol
   * changes what it calls its assignment on a thread of its own, some time after that.
   */
  private final Set<TopicPartition> assigned = new HashSet<>();

  /** Assigned, and not to be read before somebody says from where. */
  private final Set<Integer> unsought = new HashSet<>();

  /** Paused by ourselves inside of the last poll, which met a huge record. */
  private final Set<TopicPartition> heldBack = new HashSet<>();

  private AssignmentRelay relay;
  private boolean wasDescribed;
  private long lastDescribedNanos = Long.MIN_VALUE;
  private long missingSinceNanos = Long.MIN_VALUE;
  private boolean closed;

  KafkaMessageSource(
      Consumer<ByteBuffer, ByteBuffer> consumer,
      HugeRecords huge,
      GroupMember member,
      ClientSettings settings,
      KafkaFailures failures,
      SharedAdmins admins) {
    this.consumer = consumer;
    this.topic = member.topic();
    this.settings = settings;
    this.failures = failures;
    this.topics = new KafkaTopics(settings, failures, admins);
    this.silence =
        new BrokerSilence(
            settings.brokers(),
            settings.silenceLimit(),
            BrokerSilence.responsesOf(consumer),
            System::nanoTime);
    this.huge = huge;
    huge.holdBackBy(this::holdBack);
    this.progress = new ProgressReport(consumer, member, System::nanoTime);
  }

  /**
   * A topic that was there a moment ago is looked for again for a while: a broker that has just
   * started may not know it yet.
   */
  @Override
  public TopicDescription describeTopic() {
    try {
      TopicDescription described = topics.describe(topic);
      lastDescribedNanos = System.nanoTime();
      wasDescribed = true;
      return described;
    } catch (ConfigurationException unknown) {
      if (wasDescribed && missingNanos() < MISSING_TOPIC_PATIENCE.toNanos()) {
        throw new TransientException(unknown.problem(), unknown);
      }
      throw unknown;
    }
  }

  /** How long the topic has been missing: since the first look that did not find it. */
  private long missingNanos() {
    long now = System.nanoTime();
    if (missingSinceNanos < lastDescribedNanos) {
      missingSinceNanos = now;
    }
    return now - missingSinceNanos;
  }

  @Override
  public void subscribe(AssignmentListener listener) {
    if (relay != null) {
      throw new IllegalStateException("subscribed already");
    }
    relay = new AssignmentRelay(listener, this::arrive, consumer::wakeup, this::depart);
    consumer.subscribe(List.of(topic), relay);
  }

  /**
   * Holds new partitions back before anything of them can be delivered. They also get a position at
   * once, one that is never read from: without any, the consumer would ask for the group's offset,
   * and fail for the lack of one.
   */
  private void arrive(Collection<TopicPartition> partitions) {
    assigned.addAll(partitions);
    consumer.pause(partitions);
    for (TopicPartition partition : partitions) {
      consumer.seek(partition, 0);
      unsought.add(partition.partition());
    }
  }

  /**
   * Has the consumer fetch nothing before the next poll. It would fetch ahead at the end of this
   * one, and what is to be done next about a huge record is to let go of it.
   */
  private void holdBack() {
    Set<TopicPartition> delivering = new HashSet<>(assigned);
    delivering.removeAll(consumer.paused());
    consumer.pause(delivering);
    heldBack.addAll(delivering);
  }

  private void depart(Set<Integer> partitions) {
    positions.keySet().removeAll(partitions);
    unsought.removeAll(partitions);
    Collection<TopicPartition> gone = topicPartitions(partitions);
    assigned.removeAll(gone);
    heldBack.removeAll(gone);
  }

  @Override
  public MessageBatch poll(Duration timeout) {
    ConsumerRecords<ByteBuffer, ByteBuffer> records;
    huge.release();
    if (!heldBack.isEmpty()) {
      consumer.resume(heldBack);
      heldBack.clear();
    }
    try {
      records = consumer.poll(timeout);
    } catch (WakeupException e) {
      relay.rethrow();
      return KafkaMessageBatch.empty();
    } catch (OffsetOutOfRangeException e) {
      throw outOfRange(e.offsetOutOfRangePartitions(), e);
    } catch (NoOffsetForPartitionException e) {
      Map<TopicPartition, Long> unknown = new HashMap<>();
      e.partitions().forEach(partition -> unknown.put(partition, -1L));
      throw outOfRange(unknown, e);
    } catch (KafkaException e) {
      relay.rethrow();
      throw failures.of("read from topic " + topic, e);
    }
    relay.rethrow();
    huge.check();
    Map<Integer, Long> moved = moved(records.nextOffsets());
    if (moved.isEmpty()) {
      silence.check();
    }
    return new KafkaMessageBatch(records, moved);
  }

  private Map<Integer, Long> moved(Map<TopicPartition, OffsetAndMetadata> nextOffsets) {
    if (nextOffsets.isEmpty()) {
      return Map.of();
    }
    Map<Integer, Long> moved = new HashMap<>();
    nextOffsets.forEach(
        (partition, next) -> {
          Long before = positions.put(partition.partition(), next.offset());
          if (before == null || before != next.offset()) {
            moved.put(partition.partition(), next.offset());
          }
        });
    return moved;
  }

  private StreamFailedException outOfRange(
      Map<TopicPartition, Long> positionsSought, KafkaException failure) {
    Map.Entry<TopicPartition, Long> first = positionsSought.entrySet().iterator().next();
    TopicPartition partition = first.getKey();
    long beginning = -1;
    long end = -1;
    try {
      List<TopicPartition> one = List.of(partition);
      beginning = awake(() -> consumer.beginningOffsets(one, RANGE_TIMEOUT)).get(partition);
      end = awake(() -> consumer.endOffsets(one, RANGE_TIMEOUT)).get(partition);
    } catch (KafkaException e) {
      failure.addSuppressed(e);
    }
    return failures.outOfRange(partition.partition(), first.getValue(), beginning, end, failure);
  }

  @Override
  public void seek(int partition, long offset) {
    consumer.seek(new TopicPartition(topic, partition), offset);
    positions.put(partition, offset);
    unsought.remove(partition);
  }

  @Override
  public void pause(Collection<Integer> partitions) {
    Collection<TopicPartition> named = topicPartitions(partitions);
    heldBack.removeAll(named);
    consumer.pause(named);
  }

  @Override
  public void resume(Collection<Integer> partitions) {
    for (int partition : partitions) {
      if (unsought.contains(partition)) {
        throw new IllegalStateException("partition " + partition + " was not sought");
      }
    }
    consumer.resume(topicPartitions(partitions));
  }

  @Override
  public Map<Integer, Long> beginningOffsets(Collection<Integer> partitions) {
    Map<Integer, Long> beginnings = lookUp("beginning", partitions, consumer::beginningOffsets);
    // Whatever offset the client looks up, it takes for the end when it is asked for the lag. So
    // the
    // last one that it looks up has to be the end.
    lookUp("end", partitions, consumer::endOffsets);
    return beginnings;
  }

  @Override
  public Map<Integer, Long> endOffsets(Collection<Integer> partitions) {
    return lookUp("end", partitions, consumer::endOffsets);
  }

  private Map<Integer, Long> lookUp(
      String which,
      Collection<Integer> partitions,
      Function<Collection<TopicPartition>, Map<TopicPartition, Long>> question) {
    Collection<TopicPartition> asked = topicPartitions(partitions);
    try {
      Map<Integer, Long> offsets = new HashMap<>();
      awake(() -> question.apply(asked))
          .forEach((partition, offset) -> offsets.put(partition.partition(), offset));
      return offsets;
    } catch (KafkaException e) {
      throw failures.of("look up the " + which + " offsets of topic " + topic, e);
    }
  }

  /** Asks although wake-ups come, which are kept: they were meant for a poll. */
  private <T> T awake(Supplier<T> question) {
    boolean woken = false;
    try {
      while (true) {
        try {
          return question.get();
        } catch (WakeupException e) {
          woken = true;
        }
      }
    } finally {
      if (woken) {
        consumer.wakeup();
      }
    }
  }

  /**
   * Lag as of the last fetch, added to our own position; the consumer's may have to be asked for.
   */
  @Override
  public OptionalLong knownEndOffset(int partition) {
    Long position = positions.get(partition);
    if (position == null) {
      return OptionalLong.empty();
    }
    OptionalLong lag = consumer.currentLag(new TopicPartition(topic, partition));
    return lag.isEmpty() ? lag : OptionalLong.of(position + lag.getAsLong());
  }

  @Override
  public void reportProgress(Map<Integer, Long> nextOffsets) {
    progress.report(nextOffsets);
  }

  @Override
  public Duration rebalanceTimeout() {
    return settings.rebalanceTimeout();
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close(Duration timeout) {
    if (closed) {
      return;
    }
    closed = true;
    huge.release();
    topics.close();
    try {
      consumer.close(CloseOptions.timeout(timeout));
    } catch (KafkaException e) {
      // Without a farewell the group waits for the session to end; nothing else is lost.
      LOG.warn("{}", failures.of("leave the consumer group", e).getMessage());
    } finally {
      if (relay != null) {
        relay.rethrow();
      }
    }
  }

  private Collection<TopicPartition> topicPartitions(Collection<Integer> partitions) {
    Set<TopicPartition> named = new HashSet<>();
    for (int partition : partitions) {
      named.add(new TopicPartition(topic, partition));
    }
    return named;
  }
}
