package io.deltaingest.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.MessageBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FakeMessageSourceTest {

  private static final Duration TIMEOUT = Duration.ofMillis(100);

  private final FakeTopic topic = new FakeTopic("topic", 1);
  private final FakeGroup group = new FakeGroup(topic);
  private final FakeMessageSource source = group.newMember();
  private final List<String> events = new ArrayList<>();

  @Test
  void shouldPassOverCompactedRecords() {
    topic.append(0, bytes(1), bytes(2), bytes(3));
    topic.compactAway(0, 1);
    topic.compactAway(0, 2);
    subscribe(source);

    MessageBatch batch = source.poll(TIMEOUT);

    assertThat(batch.count()).isEqualTo(1);
    assertThat(batch.nextPositions()).containsExactly(Map.entry(0, 3L));
  }

  @Test
  void shouldSpoilWhatIsKeptTooLong() {
    topic.append(0, bytes(1), bytes(2));
    subscribe(source);
    MessageBatch batch = source.poll(TIMEOUT);
    batch.next();
    ByteSlice kept = batch.message().value();
    byte[] array = kept.array();
    assertThat(kept.copy()).containsExactly(1);
    assertThat(kept.offset()).isPositive();

    batch.next();

    assertThat(array).doesNotContain((byte) 1);
    source.poll(TIMEOUT);
    assertThatThrownBy(batch::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldFailAsToldAndGoOn() {
    TransientException away = new TransientException(Problem.of("away", "", ""));
    topic.append(0, bytes(1));
    subscribe(source);
    source.failNext(FakeMessageSource.Call.POLL, away);

    assertThatThrownBy(() -> source.poll(TIMEOUT)).isSameAs(away);

    assertThat(source.poll(TIMEOUT).count()).isEqualTo(1);
  }

  @Test
  void shouldTellAnExpelledMemberWhatItLost() {
    subscribe(source);
    source.poll(TIMEOUT);
    assertThat(source.assigned()).containsExactly(0);

    group.expel(source);
    source.poll(TIMEOUT);

    assertThat(events).containsExactly("assigned [0]", "lost [0]", "assigned [0]");
  }

  @Test
  void shouldLetAnExpelledMemberReadOnUntilItLearnsOfIt() {
    subscribe(source);
    source.poll(TIMEOUT);
    topic.append(0, bytes(1));

    group.expel(source, 1);
    int blind = source.poll(TIMEOUT).count();
    source.poll(TIMEOUT);

    assertThat(blind).isEqualTo(1);
    assertThat(events).containsExactly("assigned [0]", "lost [0]", "assigned [0]");
  }

  @Test
  void shouldTakeEverythingFromEveryoneWhenEager() {
    group.eager();
    FakeMessageSource other = group.newMember();
    subscribe(source);
    source.poll(TIMEOUT);

    other.subscribe(new IgnoringListener());
    other.poll(TIMEOUT);
    assertThat(other.assigned()).as("not all have given theirs back").isEmpty();
    source.poll(TIMEOUT);

    assertThat(events).startsWith("assigned [0]", "revoked [0]");
  }

  @Test
  void shouldMovePartitionsAsTheTestSays() {
    FakeMessageSource other = group.newMember();
    subscribe(source);
    subscribe(other);
    group.assign(other, Set.of(0));
    other.poll(TIMEOUT);
    assertThat(other.assigned()).containsExactly(0);

    group.assign(source, Set.of(0));
    source.poll(TIMEOUT);
    assertThat(source.assigned()).as("still held by the other").isEmpty();
    other.poll(TIMEOUT);
    source.poll(TIMEOUT);

    assertThat(source.assigned()).containsExactly(0);
    assertThat(other.assigned()).isEmpty();
  }

  @Test
  void shouldSayWhenItWouldHaveWaited() {
    List<Duration> waits = new ArrayList<>();
    subscribe(source);
    source.whenIdle(waits::add);

    source.poll(TIMEOUT);
    assertThat(source.assigned()).isNotEmpty();
    assertThat(waits).isEmpty();
    source.poll(TIMEOUT);
    topic.append(0, bytes(1));
    source.resume(Set.of(0));
    source.poll(TIMEOUT);

    assertThat(waits).containsExactly(TIMEOUT);
  }

  private void subscribe(FakeMessageSource member) {
    member.subscribe(
        new AssignmentListener() {
          @Override
          public void onAssigned(Set<Integer> partitions) {
            events.add("assigned " + partitions);
            partitions.forEach(partition -> member.seek(partition, 0));
            member.resume(partitions);
          }

          @Override
          public void onRevoked(Set<Integer> partitions) {
            events.add("revoked " + partitions);
          }

          @Override
          public void onLost(Set<Integer> partitions) {
            events.add("lost " + partitions);
          }
        });
  }

  private static byte[] bytes(int value) {
    return new byte[] {(byte) value};
  }
}
