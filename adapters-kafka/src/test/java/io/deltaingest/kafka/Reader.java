package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.stream.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A source that reads a topic from its beginning, and what came out of it poll by poll. */
final class Reader implements AssignmentListener, AutoCloseable {

  /** One poll's result. */
  record Polled(List<String> values, List<Long> offsets, Map<Integer, Long> nextPositions) {}

  private final MessageSource source;
  private final List<Polled> polls = new ArrayList<>();
  private final Map<Integer, Long> positions = new HashMap<>();

  Reader(String brokers, String topic, Map<String, String> settings) {
    this(brokers, topic, "group-" + topic, settings);
  }

  Reader(String brokers, String topic, String group, Map<String, String> settings) {
    this(Broker.sources().create(brokers, KafkaSettings.of(settings), group, topic, 0, 1));
  }

  /** Reads from that source, and closes it. */
  Reader(MessageSource source) {
    this.source = source;
    source.subscribe(this);
  }

  MessageSource source() {
    return source;
  }

  /** Polls that brought messages or moved a position. */
  List<Polled> polls() {
    return polls;
  }

  Map<Integer, Long> positions() {
    return positions;
  }

  List<Long> offsets() {
    return polls.stream().flatMap(polled -> polled.offsets().stream()).toList();
  }

  List<String> values() {
    return polls.stream().flatMap(polled -> polled.values().stream()).toList();
  }

  void pollUntil(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    do {
      assertThat(System.nanoTime()).as("time of the condition").isLessThan(deadline);
      poll();
    } while (!condition.getAsBoolean());
  }

  void poll() {
    MessageBatch batch = source.poll(Duration.ofMillis(50));
    List<String> values = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    while (batch.next()) {
      values.add(new String(batch.message().value().copy(), StandardCharsets.UTF_8));
      offsets.add(batch.message().offset());
    }
    positions.putAll(batch.nextPositions());
    if (!offsets.isEmpty() || !batch.nextPositions().isEmpty()) {
      polls.add(new Polled(values, offsets, batch.nextPositions()));
    }
  }

  @Override
  public void onAssigned(Set<Integer> partitions) {
    partitions.forEach(partition -> source.seek(partition, 0));
    source.resume(partitions);
  }

  @Override
  public void onRevoked(Set<Integer> partitions) {}

  @Override
  public void onLost(Set<Integer> partitions) {}

  @Override
  public void close() {
    source.close(Duration.ofSeconds(2));
  }
}
