package io.deltaingest.testkit.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitOutcome.AlreadyCommitted;
import io.deltaingest.domain.commit.CommitOutcome.Committed;
import io.deltaingest.domain.commit.CommitOutcome.Failed;
import io.deltaingest.domain.commit.CommitOutcome.OffsetsMoved;
import io.deltaingest.domain.commit.CommitOutcome.SchemaChanged;
import io.deltaingest.domain.commit.CommitOutcome.TableReplaced;
import io.deltaingest.domain.commit.CommitProtocol;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.testkit.fake.FakeClock;
import io.deltaingest.testkit.fake.FakeTable;
import io.deltaingest.testkit.fake.FakeTable.PutFault;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CommitProtocolTest {

  private static final int PATIENCE = 5;

  private final FakeTable table = new FakeTable();
  private final TableSnapshot start = table.load();
  private final AtomicInteger lostRaces = new AtomicInteger();
  private final AtomicInteger pauses = new AtomicInteger();
  private final FakeClock clock = new FakeClock();
  private final CommitProtocol protocol =
      new CommitProtocol(
          table,
          attempt -> {
            pauses.incrementAndGet();
            return attempt < PATIENCE;
          },
          clock::nanos,
          clock::millis,
          start,
          lostRaces::incrementAndGet);

  @Test
  void shouldPutMembersOfOneCallIntoOneVersion() {
    Map<String, CommitOutcome> outcomes =
        protocol.commit(
            List.of(member("a", change("app-0", -1, 5)), member("b", change("app-1", -1, 7))));

    assertThat(outcomes)
        .hasSize(2)
        .allSatisfy((id, o) -> assertThat(o).isInstanceOf(Committed.class));
    assertThat(table.versionCount()).isEqualTo(2);
    assertThat(table.txns()).isEqualTo(Map.of("app-0", 5L, "app-1", 7L));
    assertThat(protocol.known().version()).isEqualTo(1);
    assertThat(protocol.known().txnVersion("app-1")).hasValue(7);
  }

  @Test
  void shouldLeaveOutAMemberWhoseCompareFails() {
    table.otherWriterCommits(Map.of("app-1", 3L));

    Map<String, CommitOutcome> outcomes =
        protocol.commit(
            List.of(member("a", change("app-0", -1, 5)), member("b", change("app-1", -1, 7))));

    assertThat(outcomes.get("a")).isInstanceOf(Committed.class);
    assertThat(outcomes.get("b"))
        .isInstanceOfSatisfying(
            OffsetsMoved.class,
            moved -> assertThat(moved.detail()).contains("app-1", "is 3", "absent"));
    assertThat(table.txns()).isEqualTo(Map.of("app-0", 5L, "app-1", 3L));
  }

  @Test
  void shouldWriteNothingWhenNoMemberIsValid() {
    table.otherWriterCommits(Map.of("app-0", 3L));
    int versions = table.versionCount();

    protocol.commit(List.of(member("a", change("app-0", 2, 5))));

    assertThat(table.versionCount()).isEqualTo(versions);
  }

  @Test
  void shouldCompareAgainAfterEachLostRace() {
    table.failNextPut(PutFault.RACE_LOST);

    Map<String, CommitOutcome> outcomes =
        protocol.commit(List.of(member("a", change("app-0", -1, 5))));

    assertThat(outcomes.get("a"))
        .isInstanceOfSatisfying(
            Committed.class, done -> assertThat(done.report().version()).isEqualTo(2));
    assertThat(lostRaces).hasValue(1);
    assertThat(pauses).hasValue(1);
  }

  @Test
  void shouldReadBackRatherThanCommitTwiceWhenAnAnswerIsLost() {
    table.failNextPut(PutFault.LANDED_UNANSWERED);

    Map<String, CommitOutcome> outcomes =
        protocol.commit(List.of(member("a", change("app-0", -1, 5))));

    assertThat(outcomes.get("a")).isInstanceOf(Committed.class);
    assertThat(table.versionCount()).isEqualTo(2);
  }

  @Test
  void shouldSayThatItIsInDoubtWhenItGivesUpWithoutAnAnswer() {
    PutFault[] faults = new PutFault[PATIENCE];
    Arrays.fill(faults, PutFault.UNANSWERED);
    table.failNextPut(faults);

    Map<String, CommitOutcome> outcomes =
        protocol.commit(List.of(member("a", change("app-0", -1, 5))));

    assertThat(outcomes.get("a"))
        .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.inDoubt()).isTrue());
  }

  @Test
  void shouldFindItsOwnEarlierCommit() {
    protocol.commit(List.of(member("a", change("app-0", -1, 5))));
    // another process' view: it has not seen version 1 yet, and tries the same batch again
    CommitProtocol late =
        new CommitProtocol(table, attempt -> true, clock::nanos, clock::millis, start, () -> {});

    Map<String, CommitOutcome> outcomes = late.commit(List.of(member("a", change("app-0", -1, 5))));

    assertThat(outcomes.get("a")).isInstanceOf(AlreadyCommitted.class);
    assertThat(table.versionCount()).isEqualTo(2);
  }

  @Test
  void shouldRefuseFilesOfAnotherSchemaAndAnotherTable() {
    table.changeSchema();
    assertThat(protocol.commit(List.of(member("a", change("app-0", -1, 5)))).get("a"))
        .isInstanceOf(SchemaChanged.class);

    table.replace();
    assertThat(protocol.commit(List.of(member("b", change("app-0", -1, 5)))).get("b"))
        .isInstanceOf(TableReplaced.class);
    assertThat(table.versionCount()).isEqualTo(1);
  }

  @Test
  void shouldWaitForAStorageThatIsAwayAndGiveUpWithoutDoubtBeforeTheFirstPut() {
    table.failNextReads(2);
    assertThat(protocol.commit(List.of(member("a", change("app-0", -1, 5)))).get("a"))
        .isInstanceOf(Committed.class);

    table.failNextReads(100);
    assertThat(protocol.commit(List.of(member("b", change("app-0", 5, 6)))).get("b"))
        .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.inDoubt()).isFalse());
  }

  private CommitMember member(String id, TxnChange... changes) {
    SealedBatch batch = new SealedBatch(id, TxnUpdate.append(List.of(changes)), 0);
    return new CommitMember(batch, List.of(), start.tableId(), start.rules(), "app");
  }

  /**
   * @param expected -1: none stored
   */
  private static TxnChange change(String appId, long expected, long version) {
    return new TxnChange(
        appId, expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected), version);
  }
}
