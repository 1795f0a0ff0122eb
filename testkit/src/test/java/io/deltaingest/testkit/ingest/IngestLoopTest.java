package io.deltaingest.testkit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.testkit.fake.FakeMessageSource.Call;
import io.deltaingest.testkit.fake.FakeTable.PutFault;
import io.deltaingest.testkit.fake.FakeTable.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IngestLoopTest {

  private final LoopFixture fixture = new LoopFixture(2);

  // ---- flushing ----

  @Test
  void shouldCommitRowsAndOffsetsTogetherWhenTheOldestMessageHasWaitedLongEnough() {
    fixture.produce(50);
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 100);
    assertThat(fixture.table.versionCount()).isEqualTo(1);
    worker.stepUntil(() -> fixture.table.versionCount() > 1);

    // The fake's clock goes on by a whole idle poll before the messages come.
    assertThat(fixture.clock.nanos()).isBetween(10_000_000_000L, 16_000_000_000L);
    assertThat(fixture.table.rows()).hasSize(100);
    assertThat(fixture.table.txns()).containsEntry("app-0", 49L).containsEntry("app-1", 49L);
    assertExact(50);
  }

  @Test
  void shouldCommitEarlierWhenTheFilesAreLargeEnough() {
    fixture.minBytesPerFile = 20_000; // 200 rows of the fake
    fixture.produce(500);
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.rows().size() == 1_000);

    assertThat(fixture.clock.nanos()).isLessThan(3_000_000_000L);
    assertExact(500);
  }

  @Test
  void shouldHandRowsOnInBatchesOfTheConfiguredSize() {
    fixture.produce(125);
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.versionCount() > 1);

    assertThat(worker.sink.appendedBatches()).containsExactly(100, 100, 50);
  }

  @Test
  void shouldWriteNoVersionWhenNothingMoves() {
    LoopFixture.Worker worker = fixture.worker();

    worker.steps(500);

    assertThat(fixture.clock.nanos()).isGreaterThan(LoopFixture.LATENCY.toNanos() * 2);
    assertThat(fixture.table.versionCount()).isEqualTo(1);
  }

  @Test
  void shouldCommitWhatCameBeforeAMessageThatCantBeReadYetAndThenGoOn() {
    fixture.topic.append(0, "good".getBytes(UTF_8), "away".getBytes(UTF_8), "good".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();
    worker.transformers.away(3);

    worker.stepUntil(() -> fixture.table.versionCount() > 1);

    assertThat(fixture.clock.nanos()).as("not by the latency").isLessThan(5_000_000_000L);
    assertThat(fixture.table.txns()).containsEntry("app-0", 0L);
    worker.stepUntil(() -> worker.loop.status().activity() == Activity.RECOVERING);
    assertThat(worker.loop.status().lastFault().message()).contains("registry is away");
    worker.stepUntil(() -> fixture.table.rows().size() == 3);
    assertThat(fixture.table.txns()).containsEntry("app-0", 2L);
    assertThat(worker.loop.status().counts().messages()).isEqualTo(3);
  }

  @Test
  void shouldBringColumnsIntoTheTableWithTheRowsThatNeedThem() {
    fixture.produce(2);
    fixture.topic.append(0, "column a".getBytes(UTF_8), "column b".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.rows().size() == 6);

    assertThat(fixture.table.load().schema().root().describe())
        .isEqualTo("struct<partition:integer,offset:long,a:long,b:long>");
    assertThat(fixture.table.versionCount()).as("before, with").isEqualTo(3);
    fixture.topic.append(1, "column a".getBytes(UTF_8));
    worker.stepUntil(() -> fixture.table.rows().size() == 7);
    assertThat(worker.loop.status().counts().conflicts()).isZero();
  }

  @Test
  void shouldDoWithoutColumnsThatAreNotToBeHad() {
    fixture.topic.append(0, "column two words".getBytes(UTF_8), "column a".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.rows().size() == 2);

    assertThat(fixture.table.load().schema().root().describe())
        .isEqualTo("struct<partition:integer,offset:long,a:long>");
  }

  @Test
  void shouldStartAgainWhenAnotherWriterChangesTheSchemaFirst() {
    fixture.topic.append(0, "column a".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 1);

    fixture.table.changeSchema();
    worker.stepUntil(() -> fixture.table.rows().size() == 1);

    assertThat(worker.loop.status().counts().conflicts()).isEqualTo(1);
    assertThat(fixture.table.load().schema().root().indexOf("a")).isEqualTo(2);
  }

  @Test
  void shouldCommitOffsetsThatAdvanceWithoutARow() {
    fixture.topic.append(0, "drop me".getBytes(UTF_8), "bad".getBytes(UTF_8));
    fixture.topic.append(0, (byte[]) null);
    fixture.topic.appendAborted(1, "good".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.versionCount() > 1);

    assertThat(fixture.table.rows()).isEmpty();
    assertThat(fixture.table.txns()).containsEntry("app-0", 2L).containsEntry("app-1", 1L);
    assertThat(worker.loop.status().counts().tombstones()).isEqualTo(1);
    assertThat(worker.loop.status().counts().filtered()).isEqualTo(1);
    assertThat(worker.loop.status().badRecords()).containsEntry("invalid-fake", 1L);
  }

  @Test
  void shouldMakeRowsOfTombstonesThatAreKept() {
    fixture.format =
        new MessageFormat(
            MessageFormat.ValueFormat.JSON,
            Optional.empty(),
            MessageFormat.Compression.NONE,
            MessageFormat.Tombstones.KEEP);
    fixture.topic.append(0, "good".getBytes(UTF_8), null, "good".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.rows().size() == 3);

    assertThat(worker.loop.status().counts().tombstones()).isZero();
    assertThat(worker.loop.status().counts().rows()).isEqualTo(3);
  }

  @Test
  void shouldBuildTheNextBatchWhileOneIsInCommitAndThenWait() {
    fixture.produce(50);
    LoopFixture.Worker worker = fixture.worker();
    worker.sink.holdCommits(true);
    worker.stepUntil(() -> worker.sink.inCommit() == 1);

    fixture.produce(20);
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 40);
    worker.stepUntil(() -> "commit in progress".equals(worker.loop.status().limit()));
    fixture.produce(1);
    worker.steps(20);
    assertThat(worker.source.paused()).containsExactlyInAnyOrder(0, 1);
    assertThat(worker.loop.status().counts().heldRows()).isEqualTo(40);

    worker.sink.holdCommits(false);
    worker.stepUntil(() -> fixture.table.rows().size() == 142);
    assertExact(71);
  }

  @Test
  void shouldStopPollingForMoreWhileTheSinkDoesNotKeepUp() {
    LoopFixture.Worker worker = fixture.worker();
    worker.steps(2);
    worker.sink.setReady(false);
    fixture.produce(10);

    worker.steps(10);
    assertThat(worker.loop.status().counts().messages()).isZero();

    worker.sink.setReady(true);
    worker.stepUntil(() -> fixture.table.rows().size() == 20);
  }

  // ---- how long polls wait ----

  @Test
  void shouldPollForLongWhileNothingButMessagesIsAwaited() {
    LoopFixture.Worker worker = fixture.worker();
    worker.steps(5);

    List<Duration> timeouts = worker.idlePollsOf(5);

    assertThat(timeouts).contains(Duration.ofSeconds(5));
  }

  @Test
  void shouldPollForLongWhilePaused() {
    LoopFixture.Worker worker = fixture.worker();
    CompletableFuture<Void> paused = worker.loop.pause();
    worker.stepUntil(paused::isDone);

    assertThat(worker.idlePollsOf(5)).contains(Duration.ofSeconds(5));
    fixture.produce(10);
    CompletableFuture<Void> resumed = worker.loop.resume();
    worker.stepUntil(() -> fixture.table.rows().size() == 20);
    assertThat(resumed).isDone();
  }

  @Test
  void shouldLookOftenForTheOutcomeOfACommit() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.sink.holdCommits(true);
    worker.stepUntil(() -> worker.sink.inCommit() == 1);

    assertThat(worker.idlePollsOf(20))
        .isNotEmpty()
        .allMatch(timeout -> timeout.compareTo(Duration.ofMillis(100)) <= 0);
  }

  @Test
  void shouldLookOftenWhetherOthersReachedTheEndOfABoundedRun() {
    fixture.produce(10);
    fixture.endsAtLatest = true;
    LoopFixture.Worker other = fixture.worker();
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().activity() == Activity.RUNNING);
    other.stepUntil(() -> other.loop.status().activity() == Activity.RUNNING);

    assertThat(worker.idlePollsOf(20))
        .isNotEmpty()
        .allMatch(timeout -> timeout.compareTo(Duration.ofMillis(100)) <= 0);
  }

  @Test
  void shouldPublishWhatChangedBeforeALongPoll() {
    LoopFixture.Worker worker = fixture.worker();
    worker.steps(10);
    fixture.produce(1);

    worker.steps(1);
    assertThat(worker.loop.status().counts().messages()).isZero();
    List<Duration> timeouts = worker.idlePollsOf(1);

    assertThat(timeouts).hasSize(1);
    assertThat(timeouts.get(0)).isLessThanOrEqualTo(Duration.ofMillis(250));
    assertThat(worker.loop.status().counts().messages()).isEqualTo(2);
  }

  // ---- start ----

  @Test
  void shouldWriteTheMarkersAndAStartForEveryPartitionInTheFirstCommit() {
    fixture.topic.append(0, "good".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.versionCount() > 1);

    assertThat(fixture.table.txns())
        .isEqualTo(Map.of("app-0", 0L, "app-1", -1L, "app-topic", 1L, "app-partitions", 2L));
  }

  @Test
  void shouldGoOnBehindTheStoredOffsets() {
    fixture.produce(10);
    fixture.table.otherWriterCommits(Map.of("app-0", 3L, "app-1", 9L));
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> !fixture.table.rows().isEmpty());

    assertThat(fixture.table.rows())
        .containsExactlyInAnyOrder(
            new Row(0, 4),
            new Row(0, 5),
            new Row(0, 6),
            new Row(0, 7),
            new Row(0, 8),
            new Row(0, 9));
    assertThat(fixture.table.txns()).containsEntry("app-0", 9L).containsEntry("app-1", 9L);
  }

  @Test
  void shouldStoreWhereLatestIsBeforeReading() {
    fixture.startFrom = StartFrom.LATEST;
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();

    worker.steps(1);
    assertThat(fixture.table.txns()).containsEntry("app-0", 9L).containsEntry("app-1", 9L);
    fixture.produce(1);
    worker.stepUntil(() -> fixture.table.rows().size() == 2);

    assertThat(fixture.table.rows()).containsExactlyInAnyOrder(new Row(0, 10), new Row(1, 10));
  }

  @Test
  void shouldStartPartitionsThatAppearLaterAtTheirBeginning() {
    fixture.startFrom = StartFrom.LATEST;
    fixture.produce(3);
    LoopFixture.Worker worker = fixture.worker();
    worker.steps(3);
    fixture.topic.addPartitions(3);
    fixture.topic.append(2, "good".getBytes(UTF_8));
    fixture.group.rebalance();

    worker.stepUntil(() -> fixture.table.rows().size() == 1);

    assertThat(fixture.table.rows()).containsExactly(new Row(2, 0));
    assertThat(fixture.table.txns()).containsEntry("app-partitions", 3L);
  }

  @Test
  void shouldFailWhenTheTopicWasRecreated() {
    fixture.produce(5);
    ingestAll();
    fixture.topic.recreate();
    fixture.produce(50);

    LoopFixture.Worker again = fixture.worker();

    assertThatThrownBy(again::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("belong to another topic")
        .hasMessageContaining("app id");
  }

  @Test
  void shouldFailWhenAPartitionHasLostItsStoredOffset() {
    fixture.produce(5);
    ingestAll();
    fixture.table.forgetTxn("app-1");

    LoopFixture.Worker again = fixture.worker();

    assertThatThrownBy(again::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("lost the offset of partition 1");
    assertThat(fixture.table.rows()).hasSize(10);
  }

  @Test
  void shouldWaitForABrokerThatIsAwayUntilTheStartTimeout() {
    fixture.startTimeout = Optional.of(Duration.ofSeconds(60));
    LoopFixture.Worker worker = fixture.worker();
    for (int i = 0; i < 1_000; i++) {
      worker.source.failNext(
          Call.DESCRIBE_TOPIC, new TransientException(Problem.of("broker away", "", "")));
    }

    assertThatThrownBy(worker::run).hasMessageContaining("broker away");
    assertThat(fixture.clock.nanos()).isBetween(60_000_000_000L, 100_000_000_000L);
  }

  @Test
  void shouldWaitForEverWhenThereIsNoStartTimeout() {
    LoopFixture.Worker worker = fixture.worker();
    for (int i = 0; i < 20; i++) {
      worker.source.failNext(
          Call.DESCRIBE_TOPIC, new TransientException(Problem.of("broker away", "", "")));
    }
    fixture.produce(1);

    worker.stepUntil(() -> worker.loop.status().lastFault() != null);
    worker.stepUntil(() -> fixture.table.rows().size() == 2);
  }

  // ---- conflicts and faults ----

  @Test
  void shouldDropTheBatchAndReadAgainWhenAnotherWriterMovedTheOffsets() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    fixture.table.otherWriterCommits(Map.of("app-0", 6L));

    worker.stepUntil(() -> fixture.table.txns().getOrDefault("app-1", -1L) == 9L);

    assertThat(fixture.table.rows().stream().filter(row -> row.partition() == 0))
        .containsExactlyInAnyOrder(new Row(0, 7), new Row(0, 8), new Row(0, 9));
    assertThat(fixture.table.rows()).hasSize(13);
    assertThat(worker.loop.status().counts().conflicts()).isEqualTo(1);
  }

  @Test
  void shouldFailWhenAnotherWriterKeepsMovingTheOffsets() {
    LoopFixture.Worker worker = fixture.worker();
    worker.source.whenIdle(
        timeout -> {
          fixture.clock.advance(LoopFixture.LATENCY);
          fixture.table.otherWriterCommits(
              Map.of("app-0", fixture.table.txns().getOrDefault("app-0", -1L) + 1));
        });
    fixture.produce(1_000);

    assertThatThrownBy(worker::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("Another writer uses this app id");
  }

  @Test
  void shouldRetryALostRaceForTheVersionNumberWithoutDroppingAnything() {
    fixture.table.failNextPut(PutFault.RACE_LOST, PutFault.RACE_LOST);
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> fixture.table.rows().size() == 20);

    assertThat(fixture.table.versionCount()).isEqualTo(4);
    assertThat(worker.loop.status().counts().conflicts()).isZero();
    assertExact(10);
  }

  @Test
  void shouldCommitOnceWhenTheAnswerOfACommitIsLost() {
    fixture.table.failNextPut(PutFault.LANDED_UNANSWERED, PutFault.UNANSWERED);
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();

    worker.stepUntil(() -> worker.loop.status().counts().commits() == 1);

    assertThat(fixture.table.versionCount()).isEqualTo(2);
    assertExact(10);
  }

  @Test
  void shouldStartAgainFromTheTableWhenTheSchemaChanged() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    fixture.table.changeSchema();

    worker.stepUntil(() -> fixture.table.rows().size() == 20);

    assertExact(10);
    assertThat(worker.loop.status().counts().conflicts()).isEqualTo(1);
  }

  @Test
  void shouldFailWhenTheTableWasReplaced() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    fixture.table.replace();

    assertThatThrownBy(worker::run).hasMessageContaining("replaced");
    assertThat(fixture.table.rows()).isEmpty();
  }

  @Test
  void shouldWaitAndReadAgainWhenStorageIsAway() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    fixture.table.failNextReads(30);

    worker.stepUntil(() -> worker.loop.status().activity() == Activity.RECOVERING);
    worker.stepUntil(() -> fixture.table.rows().size() == 20);

    assertExact(10);
    assertThat(worker.loop.status().lastFault().message()).contains("storage is away");
  }

  @Test
  void shouldKeepAndCommitWhatItHoldsWhileTheBrokerIsAway() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    for (int poll = 0; poll < 5; poll++) {
      worker.source.failNext(Call.POLL, new TransientException(Problem.of("broker away", "", "")));
    }

    worker.stepUntil(() -> fixture.table.rows().size() == 20);

    assertThat(worker.loop.status().counts().messages()).isEqualTo(20);
    assertThat(worker.loop.status().lastFault().message()).contains("broker away");
    assertExact(10);
  }

  @Test
  void shouldHoldWhatItReadUntilTheBrokerSaysThatTheTopicIsTheSame() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().commits() == 1);
    fixture.topic.recreate();
    fixture.produce(30);
    for (int look = 0; look < 3; look++) {
      worker.source.failNext(
          Call.DESCRIBE_TOPIC, new TransientException(Problem.of("broker away", "", "")));
    }

    assertThatThrownBy(worker::run).hasMessageContaining("deleted and created again");
    assertThat(fixture.table.rows()).hasSize(20);
  }

  @Test
  void shouldCommitWhatItReadOnceTheBrokerSaysThatTheTopicIsTheSame() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    for (int look = 0; look < 3; look++) {
      worker.source.failNext(
          Call.DESCRIBE_TOPIC, new TransientException(Problem.of("broker away", "", "")));
    }

    worker.stepUntil(() -> fixture.table.rows().size() == 20);

    assertThat(worker.loop.status().counts().messages()).isEqualTo(20);
    assertExact(10);
  }

  @Test
  void shouldFailWhenTheTopicWasRecreatedWhileItRan() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().commits() == 1);
    fixture.topic.recreate();
    fixture.produce(30);
    fixture.group.expel(worker.source);

    assertThatThrownBy(worker::run).hasMessageContaining("deleted and created again");
    assertThat(fixture.table.rows()).hasSize(20);
  }

  @Test
  void shouldNotTakeTheMessagesOfARecreatedTopicThatNobodyToldItOf() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().commits() == 1);
    fixture.topic.recreate();
    fixture.produce(30);

    assertThatThrownBy(worker::run).hasMessageContaining("deleted and created again");
    assertThat(fixture.table.rows()).hasSize(20);
  }

  @Test
  void shouldCommitWhatItHoldsAndFailWhenTheTopicIsGone() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    fixture.topic.delete();

    assertThatThrownBy(worker::run).hasMessageContaining("does not exist");
    assertExact(10);
  }

  @Test
  void shouldCommitWhatIsGoodBeforeItStopsAtABadRecord() {
    fixture.onBadRecord = BadRecordPolicy.FAIL;
    fixture.topic.append(0, "good".getBytes(UTF_8), "good".getBytes(UTF_8));
    fixture.topic.append(0, "bad".getBytes(UTF_8), "good".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();

    assertThatThrownBy(worker::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("offset 2 of partition 0");
    assertThat(fixture.table.rows()).containsExactly(new Row(0, 0), new Row(0, 1));
    assertThat(fixture.table.txns()).containsEntry("app-0", 1L);
  }

  @Test
  void shouldCommitTheOtherPartitionsBeforeItFailsOnOffsetsThatAreGone() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    worker.source.failNext(
        Call.POLL, new StreamFailedException(Problem.of("offset out of range", "", "")));

    assertThatThrownBy(worker::run).hasMessageContaining("offset out of range");
    assertThat(fixture.table.rows()).hasSize(20);
    assertExact(10);
  }

  // ---- rebalances ----

  @Test
  void shouldBringWhatItHoldsToTheTableBeforeAPartitionMoves() {
    fixture.produce(10);
    LoopFixture.Worker first = fixture.worker();
    first.stepUntil(() -> first.loop.status().counts().heldRows() == 20);
    LoopFixture.Worker second = fixture.worker();
    second.steps(2);

    first.steps(1);
    assertThat(fixture.table.rows()).hasSize(20);
    fixture.produce(5);
    second.stepUntil(() -> second.loop.status().counts().messages() == 5);
    first.stepUntil(() -> first.loop.status().counts().messages() == 25);
    first.stepUntil(() -> first.loop.status().counts().commits() == 2);
    second.stepUntil(() -> second.loop.status().counts().commits() == 1);

    assertExact(15);
  }

  @Test
  void shouldDropTheBatchWhenItIsNotInTheTableInTime() {
    fixture.produce(10);
    LoopFixture.Worker first = fixture.worker();
    first.source.rebalanceTimeout(Duration.ofSeconds(3));
    first.stepUntil(() -> first.loop.status().counts().heldRows() == 20);
    first.sink.holdCommits(true);
    LoopFixture.Worker second = fixture.worker();
    second.steps(2);
    first.steps(1);
    second.stepUntil(() -> second.loop.status().counts().commits() == 1);

    // the batch of the first comes after all, and must not double what the second wrote
    first.sink.holdCommits(false);
    first.stepUntil(() -> fixture.table.txns().getOrDefault("app-0", -1L) == 9L);
    first.steps(200);
    second.steps(200);

    assertExact(10);
  }

  @Test
  void shouldNotCommitForPartitionsThatTheGroupTookAway() {
    fixture.produce(10);
    LoopFixture.Worker zombie = fixture.worker();
    zombie.stepUntil(() -> zombie.loop.status().counts().heldRows() == 20);
    fixture.group.expel(zombie.source);
    LoopFixture.Worker heir = fixture.worker();
    heir.stepUntil(() -> heir.loop.status().counts().commits() == 1);
    assertExact(10);

    zombie.steps(300);
    heir.steps(300);

    assertExact(10);
  }

  // ---- wishes ----

  @Test
  void shouldCommitAndHoldNothingWhenPaused() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);

    CompletableFuture<Void> paused = worker.loop.pause();
    worker.stepUntil(paused::isDone);

    assertThat(fixture.table.rows()).hasSize(20);
    assertThat(worker.loop.status().activity()).isEqualTo(Activity.PAUSED);
    fixture.produce(5);
    worker.steps(200);
    assertThat(fixture.table.rows()).hasSize(20);
    assertThat(worker.source.assigned()).containsExactlyInAnyOrder(0, 1);

    CompletableFuture<Void> resumed = worker.loop.resume();
    worker.stepUntil(() -> fixture.table.rows().size() == 30);
    assertThat(resumed).isDone();
    assertExact(15);
  }

  @Test
  void shouldCommitWhatItHoldsWhenStopped() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);

    CompletableFuture<Void> stopped = worker.loop.stop();
    worker.run();

    assertThat(stopped).isDone();
    assertThat(fixture.table.rows()).hasSize(20);
    assertThat(worker.source.closed()).isTrue();
    assertThat(worker.sink.closed()).isTrue();
    assertThat(worker.loop.finished()).isFalse();
    assertThat(worker.loop.stop()).isDone();
    assertThat(worker.loop.pause()).isCompletedExceptionally();
  }

  @Test
  void shouldStopWithinItsTimeEvenWhenTheTableTakesNothing() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    worker.sink.holdCommits(true);
    long before = fixture.clock.nanos();

    var unused = worker.loop.stop();
    assertThatThrownBy(worker::run).hasMessageContaining("Stopped with messages not committed");

    assertThat(fixture.clock.nanos() - before).isBetween(30_000_000_000L, 31_000_000_000L);
    assertThat(fixture.table.rows()).isEmpty();
  }

  @Test
  void shouldSayWhenTheLastCommitBeforeAStopFailed() {
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().heldRows() == 20);
    fixture.table.failNextReads(1_000);

    var unused = worker.loop.stop();

    assertThatThrownBy(worker::run).hasMessageContaining("storage is away");
    assertThat(worker.loop.status().counts().rows()).isZero();
  }

  @Test
  void shouldNotTakeTheLossOfPartitionsForAnotherWriter() {
    LoopFixture.Worker worker = fixture.worker();
    for (int round = 0; round < 7; round++) {
      fixture.produce(1);
      long held = 2L * (round + 1);
      worker.stepUntil(() -> worker.loop.status().counts().heldRows() == held);
      fixture.group.expel(worker.source);
    }

    worker.stepUntil(() -> fixture.table.rows().size() == 14);
    assertExact(7);
    assertThat(worker.loop.status().counts().rows()).isEqualTo(14);
  }

  @Test
  void shouldJoinTheGroupAgainWhenThatFailedAtFirst() {
    fixture.produce(1);
    LoopFixture.Worker worker = fixture.worker();
    worker.source.failNext(
        Call.SUBSCRIBE, new TransientException(Problem.of("The group is away", "", "")));

    worker.stepUntil(() -> fixture.table.rows().size() == 2);

    assertThat(worker.loop.status().lastFault().message()).contains("The group is away");
  }

  // ---- bounded runs ----

  @Test
  void shouldEndAtTheEndOffsetsOfTheStart() {
    fixture.endsAtLatest = true;
    fixture.produce(10);
    fixture.topic.appendAborted(1, "good".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();
    worker.steps(1);
    fixture.produce(7);

    worker.run();

    assertThat(worker.loop.finished()).isTrue();
    assertThat(fixture.clock.nanos()).isLessThan(2_000_000_000L);
    assertThat(fixture.table.rows()).hasSize(20);
    assertThat(fixture.table.txns()).containsEntry("app-0", 9L).containsEntry("app-1", 11L);
  }

  @Test
  void shouldEndAtOnceWithoutJoiningTheGroupWhenTheTableHasEverything() {
    fixture.produce(10);
    ingestAll();
    int versions = fixture.table.versionCount();
    fixture.endsAtLatest = true;

    LoopFixture.Worker again = fixture.worker();
    again.run();

    assertThat(again.loop.finished()).isTrue();
    assertThat(again.source.assigned()).isEmpty();
    assertThat(fixture.table.versionCount()).isEqualTo(versions);
  }

  @Test
  void shouldEndWithAnEmptyTopicAndWithOneEmptyPartition() {
    fixture.endsAtLatest = true;
    LoopFixture.Worker empty = fixture.worker();
    empty.run();
    assertThat(empty.loop.finished()).isTrue();
    assertThat(fixture.table.versionCount()).isEqualTo(1);

    fixture.topic.append(1, "good".getBytes(UTF_8));
    LoopFixture.Worker worker = fixture.worker();
    worker.run();
    assertThat(worker.loop.finished()).isTrue();
    assertThat(fixture.table.rows()).containsExactly(new Row(1, 0));
  }

  @Test
  void shouldWaitForTheOtherWorkersToReachTheEnd() {
    fixture.endsAtLatest = true;
    fixture.produce(10);
    LoopFixture.Worker first = fixture.worker();
    LoopFixture.Worker second = fixture.worker();
    first.steps(1);
    second.steps(1);
    first.stepUntil(() -> fixture.table.txns().getOrDefault("app-0", -1L) == 9L);
    first.steps(50);
    assertThat(first.loop.finished()).isFalse();

    second.run();
    first.run();

    assertThat(first.loop.finished()).isTrue();
    assertThat(second.loop.finished()).isTrue();
    assertExact(10);
  }

  @Test
  void shouldFailABoundedRunWhoseTopicIsRecreatedBeforeItsFirstCommit() {
    fixture.endsAtLatest = true;
    fixture.produce(10);
    LoopFixture.Worker worker = fixture.worker();
    worker.steps(1);
    fixture.table.failNextReads(1);
    worker.steps(1);

    fixture.topic.recreate();

    assertThatThrownBy(worker::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("deleted and created again");
    assertThat(fixture.table.rows()).isEmpty();
  }

  @Test
  void shouldFailABoundedRunWhoseTableForgetsAnOffsetThatHadReachedItsEnd() {
    fixture.endsAtLatest = true;
    fixture.produce(10);
    LoopFixture.Worker first = fixture.worker();
    LoopFixture.Worker second = fixture.worker();
    first.steps(1);
    second.steps(1);
    first.stepUntil(() -> fixture.table.txns().getOrDefault("app-0", -1L) == 9L);

    fixture.table.forgetTxn("app-1");

    assertThatThrownBy(first::run)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("lost the offset of partition 1");
  }

  // ---- helpers ----

  private void ingestAll() {
    LoopFixture.Worker worker = fixture.worker();
    worker.stepUntil(() -> worker.loop.status().counts().messages() > 0);
    var unused = worker.loop.stop();
    worker.run();
  }

  private void assertExact(int perPartition) {
    Map<Integer, List<Long>> good = new HashMap<>();
    for (int partition = 0; partition < fixture.topic.partitionCount(); partition++) {
      good.put(partition, LongStream.range(0, perPartition).boxed().toList());
    }
    fixture.assertEveryVersionExact(good);
    assertThat(fixture.table.rows()).hasSize(perPartition * good.size());
  }
}
