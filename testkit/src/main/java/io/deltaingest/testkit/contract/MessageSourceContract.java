package io.deltaingest.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import io.deltaingest.testkit.fake.FakeRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What {@link MessageSource} promises. One source is always polled by one thread, the test's. */
public abstract class MessageSourceContract {

  private static final String GROUP = "readers";

  private final List<String> events = new ArrayList<>();

  /** An empty topic with a name that no other test has. */
  protected abstract ContractTopic newTopic(int partitions);

  // ---- topic and offsets, before and after joining ----

  @Test
  void shouldDescribeTheTopic() {
    ContractTopic topic = newTopic(3);
    MessageSource source = topic.member(GROUP);

    TopicDescription description = source.describeTopic();

    assertThat(description.name()).isEqualTo(topic.name());
    assertThat(description.partitionCount()).isEqualTo(3);
    assertThat(description.idBits().orElseThrow()).isNotNegative();
    assertThat(source.describeTopic()).isEqualTo(description);
  }

  @Test
  void shouldSayThatTheTopicDoesNotExist() {
    ContractTopic topic = newTopic(1);
    MessageSource source = topic.member(GROUP);
    topic.delete();

    assertThatThrownBy(source::describeTopic)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(topic.name());
  }

  @Test
  void shouldLookUpOffsetsBeforeJoining() {
    ContractTopic topic = newTopic(2);
    appendText(topic, 0, "a", "b", "c", "d");
    topic.deleteBefore(0, 3);
    MessageSource source = topic.member(GROUP);

    assertThat(source.beginningOffsets(Set.of(0, 1)))
        .containsOnly(Map.entry(0, 3L), Map.entry(1, 0L));
    assertThat(source.endOffsets(Set.of(0, 1))).containsOnly(Map.entry(0, 4L), Map.entry(1, 0L));
    assertThat(source.endOffsets(Set.of(1))).containsOnlyKeys(1);
  }

  @Test
  void shouldTakeTheEndBeforeAnOpenTransactionForTheEnd() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a", "b");
    Runnable commit = topic.appendOpen(0, text("c"));
    MessageSource source = topic.member(GROUP);

    assertThat(source.endOffsets(Set.of(0))).containsOnly(Map.entry(0, 2L));

    commit.run();
    assertThat(source.endOffsets(Set.of(0))).containsOnly(Map.entry(0, 4L));
  }

  // ---- delivery ----

  @Test
  void shouldDeliverNothingOfANewAssignmentUntilItIsSoughtAndResumed() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a", "b", "c");
    SourceProbe probe = probe("A", topic).subscribe();

    probe.pollUntil(() -> probe.assigned().equals(Set.of(0)));
    probe.pollTimes(5);
    assertThat(probe.received()).isEmpty();
    assertThat(probe.nextPositions()).isEmpty();

    probe.source().seek(0, 1);
    probe.source().resume(Set.of(0));
    probe.pollUntil(() -> probe.received().size() >= 2);
    assertThat(probe.offsets(0)).containsExactly(1L, 2L);
    assertThat(probe.nextPositions()).containsExactly(Map.entry(0, 3L));
  }

  @Test
  void shouldNotWaitInAPollThatPartitionsCameIn() {
    ContractTopic topic = newTopic(1);
    SourceProbe probe = probe("A", topic).subscribe();

    long start = System.nanoTime();
    while (probe.assigned().isEmpty()) {
      probe.poll(Duration.ofMinutes(2));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void shouldRefuseToResumeWhatWasNotSought() {
    ContractTopic topic = newTopic(1);
    SourceProbe probe = probe("A", topic).subscribe();
    probe.pollUntil(() -> !probe.assigned().isEmpty());

    assertThatThrownBy(() -> probe.source().resume(Set.of(0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldDeliverEverythingThatARecordHas() {
    ContractTopic topic = newTopic(2);
    Message.Header first = new Message.Header("trace", text("t-1"));
    Message.Header second = new Message.Header("nothing", null);
    topic.append(
        1, new FakeRecord(text("key"), text("value"), 1_616_598_377_321L, List.of(first, second)));
    SourceProbe probe = reading("A", topic, 2);

    probe.pollUntil(() -> !probe.received().isEmpty());

    SourceProbe.Received message = probe.received().get(0);
    assertThat(message.topic()).isEqualTo(topic.name());
    assertThat(message.partition()).isEqualTo(1);
    assertThat(message.offset()).isZero();
    assertThat(message.timestampMillis()).isEqualTo(1_616_598_377_321L);
    assertThat(message.timestampType()).isZero();
    assertThat(message.key()).isEqualTo(text("key"));
    assertThat(message.value()).isEqualTo(text("value"));
    assertThat(message.headers())
        .extracting(Message.Header::key)
        .containsExactly("trace", "nothing");
    assertThat(message.headers().get(0).value()).isEqualTo(text("t-1"));
    assertThat(message.headers().get(1).value()).isNull();
  }

  @Test
  void shouldTellTombstonesFromEmptyValues() {
    ContractTopic topic = newTopic(1);
    topic.append(0, new FakeRecord(text("key"), null, 1, List.of()));
    topic.append(0, new FakeRecord(null, text(""), 1, List.of()));
    topic.append(0, FakeRecord.of(text("x")));
    SourceProbe probe = reading("A", topic, 1);

    probe.pollUntil(() -> probe.received().size() == 3);

    assertThat(probe.received().get(0).value()).isNull();
    assertThat(probe.received().get(1).value()).isEmpty();
    assertThat(probe.received().get(1).key()).isNull();
    assertThat(probe.received().get(1).headers()).isEmpty();
    assertThat(probe.received().get(2).value()).isEqualTo(text("x"));
  }

  @Test
  void shouldDeliverThousandsInOrderWithTheirOwnBytes() {
    ContractTopic topic = newTopic(1);
    int count = 3000;
    byte[][] values = new byte[count][];
    for (int i = 0; i < count; i++) {
      values[i] = text("message " + i);
    }
    topic.appendCommitted(0, values);
    SourceProbe probe = reading("A", topic, 1);

    probe.pollUntil(() -> probe.received().size() >= count);

    assertThat(probe.received()).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(probe.received().get(i).offset()).isEqualTo(i);
      assertThat(probe.received().get(i).value()).isEqualTo(values[i]);
    }
  }

  @Test
  void shouldDeliverAgainWhatIsSoughtAgain() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a", "b", "c");
    SourceProbe probe = reading("A", topic, 1);
    probe.pollUntil(() -> probe.received().size() == 3);

    probe.source().seek(0, 1);
    probe.pollUntil(() -> probe.received().size() == 5);

    assertThat(probe.offsets(0)).containsExactly(0L, 1L, 2L, 1L, 2L);
    assertThat(probe.nextPositions()).containsExactly(Map.entry(0, 3L));
  }

  @Test
  void shouldPauseAndResumePartitionByPartition() {
    ContractTopic topic = newTopic(2);
    SourceProbe probe = reading("A", topic, 2);
    probe.pollUntil(() -> probe.assigned().size() == 2);
    probe.source().pause(Set.of(0));
    appendText(topic, 0, "paused");
    appendText(topic, 1, "running");

    probe.pollUntil(() -> !probe.received().isEmpty());
    probe.pollTimes(3);
    assertThat(probe.received()).extracting(SourceProbe.Received::partition).containsExactly(1);

    probe.source().resume(Set.of(0));
    probe.pollUntil(() -> probe.received().size() == 2);
    assertThat(probe.offsets(0)).containsExactly(0L);
  }

  // ---- positions ----

  @Test
  void shouldMoveThePositionOverTheMarkerOfACommit() {
    ContractTopic topic = newTopic(1);
    topic.appendCommitted(0, text("a"), text("b"));
    SourceProbe probe = reading("A", topic, 1);

    probe.pollUntil(() -> probe.nextPositions().getOrDefault(0, 0L) == 3);

    assertThat(probe.offsets(0)).containsExactly(0L, 1L);
  }

  @Test
  void shouldMoveThePositionOverAbortedRecordsWithoutAnyMessage() {
    ContractTopic topic = newTopic(1);
    topic.appendAborted(0, text("a"), text("b"), text("c"));
    SourceProbe probe = reading("A", topic, 1);

    probe.pollUntil(() -> probe.nextPositions().getOrDefault(0, 0L) == 4);

    assertThat(probe.received()).isEmpty();
  }

  @Test
  void shouldFindCommittedRecordsAmongAbortedOnes() {
    ContractTopic topic = newTopic(1);
    topic.appendAborted(0, text("a"));
    topic.appendCommitted(0, text("b"));
    topic.appendAborted(0, text("c"), text("d"));
    appendText(topic, 0, "e");
    topic.appendAborted(0, text("f"));
    SourceProbe probe = reading("A", topic, 1);

    probe.pollUntil(() -> probe.nextPositions().getOrDefault(0, 0L) == 10);

    assertThat(probe.offsets(0)).containsExactly(2L, 7L);
  }

  @Test
  void shouldWaitBeforeAnOpenTransaction() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a");
    Runnable commit = topic.appendOpen(0, text("b"));
    SourceProbe probe = reading("A", topic, 1);
    probe.pollUntil(() -> !probe.received().isEmpty());

    probe.pollTimes(3);
    assertThat(probe.nextPositions()).containsExactly(Map.entry(0, 1L));

    commit.run();
    probe.pollUntil(() -> probe.nextPositions().get(0) == 3);
    assertThat(probe.offsets(0)).containsExactly(0L, 1L);
  }

  @Test
  void shouldNameOnlyPartitionsThatMoved() {
    ContractTopic topic = newTopic(2);
    appendText(topic, 1, "a");
    SourceProbe probe = reading("A", topic, 2);

    probe.pollUntil(() -> !probe.received().isEmpty());
    probe.pollTimes(3);

    assertThat(probe.nextPositions()).containsExactly(Map.entry(1, 1L));
  }

  @Test
  void shouldKnowTheEndOnceItHasFetched() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a", "b");
    Runnable commit = topic.appendOpen(0, text("c"));
    SourceProbe probe = probe("A", topic);
    assertThat(probe.source().knownEndOffset(0)).isEmpty();

    probe.readingFrom(Map.of(0, 0L)).subscribe();
    probe.pollUntil(() -> probe.received().size() == 2);

    assertThat(probe.source().knownEndOffset(0)).hasValue(2);
    commit.run();
    probe.pollUntil(() -> probe.source().knownEndOffset(0).orElse(0) == 4);
  }

  @Test
  void shouldNotTakeTheBeginningForTheEnd() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a", "b");
    SourceProbe probe = probe("A", topic).subscribe();
    probe.pollUntil(() -> !probe.assigned().isEmpty());
    probe.source().seek(0, 0);

    probe.source().beginningOffsets(List.of(0));

    assertThat(probe.source().knownEndOffset(0).orElse(2)).isEqualTo(2);
  }

  @Test
  void shouldFailBeforeTheBeginning() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a", "b", "c", "d");
    topic.deleteBefore(0, 2);
    SourceProbe probe = probe("A", topic).readingFrom(Map.of(0, 1L)).subscribe();

    assertThatThrownBy(() -> probe.pollUntil(() -> !probe.received().isEmpty()))
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("Offset 1 of partition 0")
        .hasMessageContaining("[2, 4)");
  }

  @Test
  void shouldFailAfterTheEnd() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a");
    SourceProbe probe = probe("A", topic).readingFrom(Map.of(0, 9L)).subscribe();

    assertThatThrownBy(() -> probe.pollUntil(() -> !probe.received().isEmpty()))
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("Offset 9 of partition 0")
        .hasMessageContaining("[0, 1)");
  }

  // ---- waking up ----

  @Test
  void shouldReturnAtOnceFromThePollAfterAWakeup() {
    SourceProbe probe = reading("A", newTopic(1), 1);
    probe.pollUntil(() -> !probe.assigned().isEmpty());

    probe.source().wakeup();

    long started = System.nanoTime();
    probe.poll(Duration.ofSeconds(20));
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void shouldReturnFromAPollThatAnotherThreadWakesUp() throws InterruptedException {
    SourceProbe probe = reading("A", newTopic(1), 1);
    probe.pollUntil(() -> !probe.assigned().isEmpty());
    CountDownLatch aboutToPoll = new CountDownLatch(1);
    Thread waker =
        new Thread(
            () -> {
              try {
                aboutToPoll.await();
                Thread.sleep(100);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              probe.source().wakeup();
            });
    waker.start();

    long started = System.nanoTime();
    aboutToPoll.countDown();
    probe.poll(Duration.ofSeconds(20));

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    waker.join();
  }

  @Test
  void shouldKeepAWakeupForThePollWhenOffsetsAreLookedUpInBetween() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a");
    SourceProbe probe = reading("A", topic, 1);
    probe.pollUntil(() -> !probe.received().isEmpty());

    probe.source().wakeup();

    assertThat(probe.source().endOffsets(Set.of(0))).containsOnly(Map.entry(0, 1L));
    assertThat(probe.source().beginningOffsets(Set.of(0))).containsOnly(Map.entry(0, 0L));
    long started = System.nanoTime();
    probe.poll(Duration.ofSeconds(20));
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
  }

  // ---- the group ----

  @Test
  void shouldRevokeBeforeThePartitionMoves() {
    ContractTopic topic = newTopic(2);
    SourceProbe first = reading("A", topic, 2);
    first.pollUntil(() -> first.assigned().size() == 2);
    SourceProbe second = probe("B", topic).readingFrom(Map.of(0, 0L, 1, 0L)).subscribe();

    SourceProbe.pollUntil(
        () -> first.assigned().size() == 1 && second.assigned().size() == 1, first, second);

    int moved = second.assigned().iterator().next();
    assertThat(first.assigned()).doesNotContain(moved);
    assertThat(events.lastIndexOf("A revoked " + moved))
        .isNotNegative()
        .isLessThan(events.indexOf("B assigned " + moved));
    assertThat(events).noneMatch(event -> event.contains("lost"));
  }

  @Test
  void shouldReadOnAfterAPartitionCameFromAnotherMember() {
    ContractTopic topic = newTopic(2);
    SourceProbe first = reading("A", topic, 2);
    SourceProbe second = reading("B", topic, 2);
    SourceProbe.pollUntil(
        () -> first.assigned().size() == 1 && second.assigned().size() == 1, first, second);
    int moving = first.assigned().iterator().next();
    int staying = second.assigned().iterator().next();

    first.source().close();
    second.readingFrom(Map.of(moving, 1L, staying, 0L));
    appendText(topic, moving, "a", "b", "c");
    second.pollUntil(() -> second.offsets(moving).size() == 2);

    assertThat(second.offsets(moving)).containsExactly(1L, 2L);
    assertThat(second.assigned()).containsExactlyInAnyOrder(moving, staying);
  }

  @Test
  void shouldLetTheListenerCallTheSourceWhileRevoking() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a", "b");
    MessageSource source = topic.member(GROUP);
    List<Map<Integer, Long>> seen = new ArrayList<>();
    SourceProbe probe = new SourceProbe("A", source, events);
    probe.readingFrom(Map.of(0, 0L));
    source.subscribe(
        new AssignmentListener() {
          @Override
          public void onAssigned(Set<Integer> partitions) {
            probe.onAssigned(partitions);
          }

          @Override
          public void onRevoked(Set<Integer> partitions) {
            source.pause(partitions);
            source.reportProgress(Map.of(0, 2L));
            seen.add(source.endOffsets(partitions));
            probe.onRevoked(partitions);
          }

          @Override
          public void onLost(Set<Integer> partitions) {
            probe.onLost(partitions);
          }
        });
    probe.pollUntil(() -> probe.received().size() == 2);

    source.close();

    assertThat(seen).containsExactly(Map.of(0, 2L));
    assertThat(events).containsExactly("A assigned 0", "A revoked 0");
  }

  @Test
  void shouldThrowOutOfThePollWhatTheListenerThrows() {
    ContractTopic topic = newTopic(1);
    MessageSource source = topic.member(GROUP);
    IllegalStateException failure = new IllegalStateException("the listener's own");
    SourceProbe probe = new SourceProbe("A", source, events);
    source.subscribe(
        new AssignmentListener() {
          @Override
          public void onAssigned(Set<Integer> partitions) {
            throw failure;
          }

          @Override
          public void onRevoked(Set<Integer> partitions) {}

          @Override
          public void onLost(Set<Integer> partitions) {}
        });

    assertThatThrownBy(() -> probe.pollTimes(200)).isSameAs(failure);
  }

  @Test
  void shouldNeverReadTheProgressBack() {
    ContractTopic topic = newTopic(1);
    appendText(topic, 0, "a", "b", "c");
    SourceProbe first = reading("A", topic, 1);
    first.pollUntil(() -> first.received().size() == 3);
    first.source().reportProgress(Map.of(0, 3L));
    first.source().close();

    SourceProbe second = reading("B", topic, 1);
    second.pollUntil(() -> second.received().size() == 3);

    assertThat(second.offsets(0)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void shouldRevokeOnClose() {
    SourceProbe probe = reading("A", newTopic(2), 2);
    probe.pollUntil(() -> probe.assigned().size() == 2);

    probe.source().close(Duration.ofSeconds(5));

    assertThat(probe.assigned()).isEmpty();
    assertThat(events)
        .containsExactly("A assigned 0", "A assigned 1", "A revoked 0", "A revoked 1");
  }

  @Test
  void shouldCloseTwiceAndWithoutHavingSubscribed() {
    MessageSource source = newTopic(1).member(GROUP);

    source.close();

    assertThatCode(source::close).doesNotThrowAnyException();
    assertThatCode(source::wakeup).doesNotThrowAnyException();
  }

  @Test
  void shouldGiveTheListenerTimeToCommit() {
    assertThat(newTopic(1).member(GROUP).rebalanceTimeout()).isPositive();
  }

  private SourceProbe probe(String name, ContractTopic topic) {
    return new SourceProbe(name, topic.member(GROUP), events);
  }

  /** A subscribed probe that reads every partition from offset 0. */
  private SourceProbe reading(String name, ContractTopic topic, int partitions) {
    Map<Integer, Long> starts = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      starts.put(partition, 0L);
    }
    return probe(name, topic).readingFrom(starts).subscribe();
  }

  private static void appendText(ContractTopic topic, int partition, String... values) {
    for (String value : values) {
      topic.append(partition, FakeRecord.of(text(value)));
    }
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
