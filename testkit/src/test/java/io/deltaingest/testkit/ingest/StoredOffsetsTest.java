package io.deltaingest.testkit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.testkit.fake.FakeTable.PutFault;
import io.deltaingest.testkit.fake.FakeTable.Row;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where a stream starts when somebody said so, and what it does so that its table remembers. */
class StoredOffsetsTest {

  private static final String RETENTION = "delta.setTransactionRetentionDuration";

  private final LoopFixture fixture = new LoopFixture(2);

  // ---- seek offsets ----

  @Test
  void shouldStoreSeekOffsetsBeforeTheFirstMessage() {
    fixture.produce(10);
    fixture.seekOffsets = Map.of(0, 6L, 1, -1L);
    LoopFixture.Worker worker = fixture.worker();

    worker.steps(1);

    assertThat(fixture.table.txns()).containsEntry("app-0", 6L).containsEntry("app-1", -1L);
    assertThat(fixture.table.rows()).isEmpty();
    worker.stepUntil(() -> fixture.table.rows().size() == 13);
    assertThat(fixture.table.rows()).contains(new Row(0, 7), new Row(1, 0));
    assertThat(fixture.table.rows()).doesNotContain(new Row(0, 6));
  }

  @Test
  void shouldStartPartitionsWithoutASeekOffsetAsTheResetPolicySays() {
    fixture.produce(10);
    fixture.seekOffsets = Map.of(1, 8L);
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.rows().size() == 11);

    assertThat(fixture.table.rows()).contains(new Row(0, 0), new Row(1, 9));
  }

  @Test
  void shouldKeepAStoredOffsetThatIsHigherThanTheSeekOffset() {
    fixture.produce(5);
    ingest(10);
    fixture.seekOffsets = Map.of(0, 2L, 1, 4L);
    fixture.produce(1);

    ingest(12);

    assertThat(fixture.table.rows()).doesNotHaveDuplicates().hasSize(12);
  }

  @Test
  void shouldRefuseASeekOffsetBeyondTheStoredOne() {
    fixture.produce(5);
    ingest(10);
    fixture.seekOffsets = Map.of(0, 5L);

    assertThatThrownBy(fixture.worker()::run)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("partition 0")
        .hasMessageContaining("stored 4");
  }

  @Test
  void shouldRefuseASeekOffsetOfAPartitionThatThereIsNot() {
    fixture.seekOffsets = Map.of(2, 5L);

    assertThatThrownBy(fixture.worker()::run)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("partition 2");
  }

  @Test
  void shouldPutALostOffsetBackWhereASeekOffsetSays() {
    fixture.produce(5);
    ingest(10);
    fixture.table.forgetTxn("app-1");
    fixture.seekOffsets = Map.of(1, 4L);
    fixture.produce(1);

    ingest(12);

    assertThat(fixture.table.rows()).doesNotHaveDuplicates();
  }

  @Test
  void shouldTakeASeekOffsetOnce() {
    fixture.produce(10);
    fixture.seekOffsets = Map.of(1, 4L);
    ingest(15);
    fixture.table.forgetTxn("app-1");

    LoopFixture.Worker leftOver = fixture.worker();
    assertThatThrownBy(leftOver::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("lost the offset of partition 1")
        .hasMessageContaining("the seek offset 4 was taken");
    leftOver.loop.close();

    fixture.seekOffsets = Map.of(1, 9L);
    fixture.produce(1);
    ingest(17);
    assertThat(fixture.table.rows()).doesNotHaveDuplicates();
    assertThat(fixture.table.txns()).containsEntry("app-1", 10L).containsEntry("app-1-seek", 9L);
  }

  @Test
  void shouldCountASeekOffsetAsTakenWhereTheTableHasAHigherOne() {
    fixture.produce(10);
    ingest(20);
    fixture.seekOffsets = Map.of(1, 4L);
    fixture.produce(1);
    ingest(22);
    int versions = fixture.table.versionCount();
    ingest(22);
    assertThat(fixture.table.versionCount()).as("said once").isEqualTo(versions);

    fixture.table.forgetTxn("app-1");

    assertThatThrownBy(fixture.worker()::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("lost the offset of partition 1");
  }

  @Test
  void shouldEndAtASeekOffsetWithinATransactionThatIsNotOver() {
    fixture.produce(1);
    var open = fixture.topic.begin(1, "good".getBytes(UTF_8), "good".getBytes(UTF_8));
    fixture.seekOffsets = Map.of(1, 1L);
    fixture.endsAtLatest = true;
    fixture.worker().run();

    LoopFixture.Worker again = fixture.worker();
    again.run();

    assertThat(again.loop.finished()).isTrue();
    open.commit();
    fixture.worker().run();
    assertThat(fixture.table.rows()).containsExactlyInAnyOrder(new Row(0, 0), new Row(1, 2));
  }

  // ---- a table that forgets ----

  @Test
  void shouldWriteIdentifiersAgainAfterAThirdOfTheirTime() {
    fixture.table.setProperty(RETENTION, "interval 90 minutes");
    fixture.table.timeTxnsBy(fixture.clock);
    fixture.produce(3);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> fixture.table.rows().size() == 6);
    int versions = fixture.table.versionCount();
    long before = fixture.clock.millis();

    fixture.clock.advance(Duration.ofMinutes(27));
    worker.steps(20);
    assertThat(fixture.table.versionCount()).isEqualTo(versions);

    fixture.clock.advance(Duration.ofMinutes(3));
    worker.stepUntil(() -> fixture.table.versionCount() > versions);

    assertThat(fixture.table.versionCount()).isEqualTo(versions + 1);
    for (String id : List.of("app-0", "app-1", "app-topic", "app-partitions")) {
      assertThat(fixture.table.read().txns().get(id).lastUpdatedMillis())
          .as(id)
          .isGreaterThan(before);
    }
    assertThat(fixture.table.txns()).containsEntry("app-0", 2L).containsEntry("app-1", 2L);
  }

  @Test
  void shouldWriteIdentifiersAgainBesideOnesThatMove() {
    fixture.table.setProperty(RETENTION, "interval 90 minutes");
    fixture.table.timeTxnsBy(fixture.clock);
    fixture.produce(3);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> fixture.table.rows().size() == 6);
    long before = fixture.clock.millis();

    fixture.clock.advance(Duration.ofMinutes(31));
    fixture.topic.append(0, "good".getBytes(UTF_8));
    worker.stepUntil(() -> fixture.table.rows().size() == 7);

    assertThat(fixture.table.read().txns().get("app-1").lastUpdatedMillis()).isGreaterThan(before);
  }

  @Test
  void shouldWriteIdentifiersOfDeadLettersAgainInBothTables() {
    fixture.deadLetters = true;
    List.of(fixture.table, fixture.deadLetterTable)
        .forEach(
            table -> {
              table.setProperty(RETENTION, "interval 90 minutes");
              table.timeTxnsBy(fixture.clock);
            });
    fixture.topic.append(1, "bad".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> fixture.table.txns().getOrDefault("app-1", -1L) == 0);
    Map<String, Long> recorded = fixture.deadLetterTable.txns();
    assertThat(recorded).hasSize(2);
    long before = fixture.clock.millis();

    fixture.clock.advance(Duration.ofMinutes(31));
    int versions = fixture.deadLetterTable.versionCount();
    worker.stepUntil(() -> fixture.deadLetterTable.versionCount() > versions);
    worker.steps(20);

    assertThat(fixture.table.read().txns().get("app-1-fence").lastUpdatedMillis())
        .isGreaterThan(before);
    recorded
        .keySet()
        .forEach(
            id ->
                assertThat(fixture.deadLetterTable.read().txns().get(id).lastUpdatedMillis())
                    .as(id)
                    .isGreaterThan(before));
    assertThat(fixture.deadLetterTable.txns()).isEqualTo(recorded);
    fixture.topic.append(1, "bad".getBytes(UTF_8));
    worker.stepUntil(() -> fixture.deadLetterTable.rows().size() == 2);
    assertThat(worker.loop.status().counts().conflicts()).isZero();
  }

  @Test
  void shouldWriteIdentifiersAgainInADeadLetterTableThatForgetsAlone() {
    fixture.deadLetters = true;
    fixture.deadLetterTable.setProperty(RETENTION, "interval 90 minutes");
    fixture.deadLetterTable.timeTxnsBy(fixture.clock);
    fixture.topic.append(1, "bad".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> fixture.table.txns().getOrDefault("app-1", -1L) == 0);
    int versions = fixture.deadLetterTable.versionCount();

    fixture.clock.advance(Duration.ofMinutes(31));
    worker.stepUntil(() -> fixture.deadLetterTable.versionCount() > versions);
    worker.steps(50);

    assertThat(fixture.deadLetterTable.versionCount()).isEqualTo(versions + 1);
    assertThat(worker.loop.status().counts().conflicts()).isZero();
  }

  @Test
  void shouldWriteIdentifiersAgainOfAPartitionThatCameLater() {
    fixture.table.setProperty(RETENTION, "interval 90 minutes");
    fixture.table.timeTxnsBy(fixture.clock);
    LoopFixture.Worker first = fixture.worker();
    LoopFixture.Worker second = fixture.worker();
    first.steps(2);
    second.steps(2);
    first.steps(2);
    fixture.produce(3);
    second.stepUntil(() -> fixture.table.rows().size() == 3);
    first.stepUntil(() -> fixture.table.rows().size() == 6);
    for (int partition : List.of(0, 1)) {
      fixture.topic.append(partition, "good".getBytes(UTF_8));
    }
    second.stepUntil(() -> fixture.table.rows().size() == 7);
    first.stepUntil(() -> fixture.table.rows().size() == 8);
    second.loop.close();
    fixture.group.rebalance();
    first.steps(5);
    long conflicts = first.loop.status().counts().conflicts();
    long before = fixture.clock.millis();

    fixture.clock.advance(Duration.ofMinutes(31));
    first.steps(50);

    assertThat(first.loop.status().counts().conflicts()).isEqualTo(conflicts);
    for (String id : List.of("app-0", "app-1")) {
      assertThat(fixture.table.read().txns().get(id).lastUpdatedMillis())
          .as(id)
          .isGreaterThan(before);
    }
  }

  @Test
  void shouldStoreWhereItStartsBeforeTheFirstFenceInATableThatForgets() {
    fixture.deadLetters = true;
    fixture.table.setProperty(RETENTION, "interval 90 minutes");
    fixture.topic.append(1, "bad".getBytes(UTF_8));
    fixture.deadLetterTable.failNextPut(
        Collections.nCopies(25, PutFault.UNANSWERED).toArray(PutFault[]::new));
    LoopFixture.Worker dying = fixture.worker();
    dying.stepUntil(() -> fixture.table.txns().containsKey("app-1-fence"));
    fixture.group.expel(dying.source);
    assertThat(fixture.table.txns()).containsEntry("app-1", -1L);

    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> fixture.table.txns().get("app-1") == 0);

    assertThat(fixture.table.txns()).containsEntry("app-1-fence", 2L);
  }

  @Test
  void shouldNotGuessWhereATableMayHaveForgottenEverything() {
    fixture.table.setProperty(RETENTION, "interval 90 minutes");
    fixture.table.otherWriterCommits(Map.of());
    fixture.produce(3);

    LoopFixture.Worker unsure = fixture.worker();
    assertThatThrownBy(unsure::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("--seek_offsets");
    unsure.loop.close();

    fixture.seekOffsets = Map.of(0, -1L, 1, 1L);
    ingest(4);
  }

  private void ingest(int rows) {
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> fixture.table.rows().size() == rows);
    CompletableFuture<Void> stopped = worker.loop.stop();
    worker.run();
    assertThat(stopped).isCompleted();
  }
}
