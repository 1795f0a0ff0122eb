package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.testkit.fake.IgnoringListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What a poll paused because of a huge record may be another member's before the next one. */
class HeldBackPartitionsTest {

  private static final String TOPIC = "topic";
  private static final TopicPartition ONE = new TopicPartition(TOPIC, 1);
  private static final TopicPartition TWO = new TopicPartition(TOPIC, 2);

  private final HugeRecords huge = new HugeRecords(new SmallMemory());
  private final Consumer consumer = new Consumer();
  private final KafkaMessageSource source = source();

  @Test
  void shouldGoOnWithThePartitionsThatAreLeft() {
    // given: both partitions are held back by a huge record
    source.subscribe(new IgnoringListener());
    consumer.updateBeginningOffsets(Map.of(ONE, 0L, TWO, 0L));
    rebalance(ONE, TWO);
    source.seek(1, 0);
    source.seek(2, 0);
    source.resume(Set.of(1, 2));
    consumer.schedulePollTask(
        () -> huge.deserialize(TOPIC, new RecordHeaders(), ByteBuffer.allocate(1_000)));
    source.poll(Duration.ZERO);
    assertThat(consumer.paused()).containsExactlyInAnyOrder(ONE, TWO);

    // when
    rebalance(TWO);

    // then
    assertThat(consumer.paused()).doesNotContain(TWO);
    assertThat(consumer.assignment()).containsExactly(TWO);
  }

  /** Partitions that came wake the consumer: the next poll returns at once. */
  private void rebalance(TopicPartition... partitions) {
    consumer.rebalance(List.of(partitions));
    source.poll(Duration.ZERO);
  }

  private KafkaMessageSource source() {
    GroupMember member = new GroupMember("group", TOPIC, 0, 1);
    ClientSettings settings =
        KafkaSettingsTranslator.translate(
            "localhost:9092", KafkaSettings.of(Map.of()), member, FetchSizes.LARGEST);
    return new KafkaMessageSource(
        consumer,
        huge,
        member,
        settings,
        new KafkaFailures(settings, TOPIC, "group"),
        new SharedAdmins());
  }

  private static final class Consumer extends MockConsumer<ByteBuffer, ByteBuffer> {

    Consumer() {
      super("earliest");
    }

    @Override
    public synchronized Map<MetricName, ? extends Metric> metrics() {
      MetricName name = new MetricName("response-total", "consumer-metrics", "", Map.of());
      return Map.of(
          name,
          new Metric() {
            private double responses;

            @Override
            public MetricName metricName() {
              return name;
            }

            @Override
            public Object metricValue() {
              return ++responses;
            }
          });
    }
  }

  private static final class SmallMemory implements FetchMemory {

    @Override
    public long fetchBytes() {
      return 1_000;
    }

    @Override
    public void admit(long messageBytes) {}

    @Override
    public void release() {}
  }
}
