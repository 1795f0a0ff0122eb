package io.deltaingest.testkit.contract;

import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** Drives one source and notes everything that comes out of it. */
final class SourceProbe implements AssignmentListener {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A copy of a message. */
  @SuppressWarnings("ArrayRecordComponent")
  record Received(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      int timestampType,
      byte[] key,
      byte[] value,
      List<Message.Header> headers) {}

  private final String name;
  private final MessageSource source;
  private final List<String> events;
  private final Set<Integer> assigned = new TreeSet<>();
  private final List<Received> received = new ArrayList<>();
  private final Map<Integer, Long> nextPositions = new HashMap<>();
  private Map<Integer, Long> starts;
  private boolean polling;

  /** A probe that only looks on: what is assigned stays paused. */
  SourceProbe(String name, MessageSource source, List<String> events) {
    this.name = name;
    this.source = source;
    this.events = events;
  }

  /** From now on each new partition is read from its start, as soon as it is assigned. */
  SourceProbe readingFrom(Map<Integer, Long> offsets) {
    starts = offsets;
    return this;
  }

  SourceProbe subscribe() {
    source.subscribe(this);
    return this;
  }

  MessageSource source() {
    return source;
  }

  Set<Integer> assigned() {
    return assigned;
  }

  List<Received> received() {
    return received;
  }

  Map<Integer, Long> nextPositions() {
    return nextPositions;
  }

  List<Long> offsets(int partition) {
    return received.stream()
        .filter(message -> message.partition() == partition)
        .map(Received::offset)
        .toList();
  }

  void poll() {
    poll(POLL);
  }

  void poll(Duration timeout) {
    polling = true;
    MessageBatch batch = source.poll(timeout);
    polling = false;
    int count = 0;
    while (batch.next()) {
      received.add(copy(batch.message()));
      count++;
    }
    Assertions.assertThat(batch.count()).isEqualTo(count);
    nextPositions.putAll(batch.nextPositions());
  }

  void pollTimes(int times) {
    for (int i = 0; i < times; i++) {
      poll();
    }
  }

  void pollUntil(BooleanSupplier condition) {
    pollUntil(condition, this);
  }

  /** Polls those in turn until the condition holds. */
  static void pollUntil(BooleanSupplier condition, SourceProbe... probes) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      Assertions.assertThat(System.nanoTime())
          .as("time at which the condition should hold")
          .isLessThan(deadline);
      for (SourceProbe probe : probes) {
        probe.poll();
      }
    }
  }

  private static Received copy(Message message) {
    return new Received(
        message.topic(),
        message.partition(),
        message.offset(),
        message.timestampMillis(),
        message.timestampType(),
        copy(message.key()),
        copy(message.value()),
        message.headers());
  }

  private static byte[] copy(ByteSlice slice) {
    return slice == null ? null : slice.copy();
  }

  @Override
  public void onAssigned(Set<Integer> partitions) {
    Assertions.assertThat(polling).as("assigned inside of a poll").isTrue();
    Assertions.assertThat(assigned).doesNotContainAnyElementsOf(partitions);
    assigned.addAll(partitions);
    note("assigned", partitions);
    if (starts != null) {
      partitions.forEach(partition -> source.seek(partition, starts.get(partition)));
      source.resume(partitions);
    }
  }

  @Override
  public void onRevoked(Set<Integer> partitions) {
    note("revoked", partitions);
    assigned.removeAll(partitions);
  }

  @Override
  public void onLost(Set<Integer> partitions) {
    note("lost", partitions);
    assigned.removeAll(partitions);
  }

  private void note(String event, Set<Integer> partitions) {
    for (int partition : new TreeSet<>(partitions)) {
      events.add(name + " " + event + " " + partition);
    }
  }
}
