package io.deltaingest.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import io.deltaingest.domain.port.TableLog.PreparedCommit;
import io.deltaingest.domain.port.TableLog.PutResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the commit protocol relies on in a {@link TableLog}. The table has one version and no rows.
 */
public abstract class TableLogContract {

  private static final StructType ADDED =
      new StructType(List.of(StructField.nullable("grown", PrimitiveType.DOUBLE)));

  /** The log under test. */
  protected abstract TableLog log();

  /** A second log on the same table, as another process has one. */
  protected abstract TableLog otherLog();

  protected abstract ForeignWriter foreign();

  /**
   * A data file of two rows, as far as the log cares.
   *
   * @param name unique in the test
   */
  protected DataFile file(String name) {
    return new DataFile(name + ".parquet", new LinkedHashMap<>(), 100, 1, 2, "{\"numRecords\":2}");
  }

  @Test
  void shouldLoadNewestVersionAndNewestTxnOfEachApplication() {
    // given
    foreign().commit("a", Map.of("app-0", 5L, "app-1", 7L));
    foreign().commit("b", Map.of("app-0", 9L));

    // when
    TableSnapshot table = log().load();

    // then
    assertThat(table.version()).isEqualTo(2);
    assertThat(table.txnVersion("app-0")).hasValue(9);
    assertThat(table.txnVersion("app-1")).hasValue(7);
    assertThat(table.txnVersion("app-2")).isEmpty();
  }

  @Test
  void shouldGiveSameSnapshotWhenNothingHappened() {
    // given
    TableSnapshot table = log().load();

    // when
    LogUpdate update = log().follow(table);

    // then
    assertThat(update).isEqualTo(new LogUpdate.Current(table, Set.of()));
  }

  @Test
  void shouldFollowOtherWriters() {
    // given
    TableSnapshot table = log().load();
    foreign().commit("a", Map.of("app-0", 5L));
    foreign().commit("b", Map.of("app-0", 6L, "app-1", 1L));

    // when
    LogUpdate.Current update = (LogUpdate.Current) log().follow(table);

    // then
    assertThat(update.commitIds()).containsExactlyInAnyOrder("a", "b");
    assertThat(update.snapshot().version()).isEqualTo(2);
    assertThat(update.snapshot().txnVersion("app-0")).hasValue(6);
    assertThat(update.snapshot().txnVersion("app-1")).hasValue(1);
    assertThat(update.snapshot().rules()).isEqualTo(table.rules());
    assertThat(update.snapshot()).isEqualTo(log().load());
  }

  @Test
  void shouldPutEntryWithFilesAndTxnsOfAllMembers() {
    // given
    TableSnapshot table = log().load();
    CommitMember first = member(table, "first", "app-0", 10);
    CommitMember second = member(table, "second", "app-1", 20);
    PreparedCommit commit = log().prepare(table, "first,second", List.of(first, second));

    // when
    PutResult result = log().put(commit);

    // then
    assertThat(commit.version()).isEqualTo(1);
    assertThat(commit.commitId()).isEqualTo("first,second");
    assertThat(result).isEqualTo(PutResult.MINE);
    LogUpdate.Current seen = (LogUpdate.Current) otherLog().follow(otherLog().load());
    assertThat(seen.snapshot().version()).isEqualTo(1);
    assertThat(seen.snapshot().txnVersion("app-0")).hasValue(10);
    assertThat(seen.snapshot().txnVersion("app-1")).hasValue(20);
  }

  @Test
  void shouldFindOwnCommitIdWhenAnswerWasLost() {
    // given
    TableSnapshot table = log().load();
    log().put(log().prepare(table, "lost", List.of(member(table, "lost", "app-0", 10))));

    // when
    LogUpdate.Current update = (LogUpdate.Current) log().follow(table);

    // then
    assertThat(update.commitIds()).containsExactly("lost");
  }

  @Test
  void shouldFindIdsOfAllMembersOfGroup() {
    // given
    TableSnapshot table = log().load();
    foreign().commit("before", Map.of("elsewhere", 1L));
    TableSnapshot newest = ((LogUpdate.Current) log().follow(table)).snapshot();
    String ids = String.join(TableLog.ID_SEPARATOR, "one", "two", "three");
    otherLog()
        .put(
            otherLog()
                .prepare(
                    newest,
                    ids,
                    List.of(
                        member(newest, "one", "app-1", 1),
                        member(newest, "two", "app-2", 2),
                        member(newest, "three", "app-3", 3))));

    // when
    LogUpdate.Current update = (LogUpdate.Current) log().follow(table);

    // then
    assertThat(update.commitIds()).containsExactlyInAnyOrder("before", "one", "two", "three");
    assertThat(update.snapshot().txnVersion("app-3")).hasValue(3);
  }

  @Test
  void shouldSayMineWhenEntryIsPutAgainAfterOthersFollowed() {
    // given
    TableSnapshot table = log().load();
    PreparedCommit commit =
        log().prepare(table, "lost", List.of(member(table, "lost", "app-0", 10)));
    log().put(commit);
    foreign().commit("next", Map.of("elsewhere", 1L));

    // when
    PutResult again = log().put(commit);

    // then
    assertThat(again).isEqualTo(PutResult.MINE);
    assertThat(log().load().version()).isEqualTo(2);
  }

  @Test
  void shouldPutNothingElsewhereWhenOnlyTransactionIdentifiersCollide() {
    // given two versions that have no file and share no identifier: no conflict but the version
    TableSnapshot table = log().load();
    PreparedCommit late = log().prepare(table, "late", List.of(empty(table, "late", "app-0", 1)));
    otherLog().put(otherLog().prepare(table, "early", List.of(empty(table, "early", "app-1", 2))));

    // when
    PutResult result = log().put(late);

    // then
    assertThat(result).isEqualTo(PutResult.OTHER);
    TableSnapshot after = log().load();
    assertThat(after.version()).isEqualTo(1);
    assertThat(after.txnVersion("app-0")).isEmpty();
  }

  @Test
  void shouldSayMineWhenSameEntryIsPutAgain() {
    // given
    TableSnapshot table = log().load();
    PreparedCommit commit =
        log().prepare(table, "twice", List.of(member(table, "twice", "app-0", 10)));
    log().put(commit);

    // when
    PutResult again = log().put(commit);

    // then
    assertThat(again).isEqualTo(PutResult.MINE);
    assertThat(log().load().version()).isEqualTo(1);
  }

  @Test
  void shouldSayOtherWhenVersionIsTaken() {
    // given
    TableSnapshot table = log().load();
    PreparedCommit late = log().prepare(table, "late", List.of(member(table, "late", "app-0", 1)));
    otherLog().put(otherLog().prepare(table, "early", List.of(member(table, "early", "app-0", 2))));

    // when
    PutResult result = log().put(late);

    // then
    assertThat(result).isEqualTo(PutResult.OTHER);
    assertThat(log().load().txnVersion("app-0")).hasValue(2);
  }

  @Test
  void shouldGiveOtherRulesWhenSchemaChanged() {
    // given
    TableSnapshot table = log().load();
    foreign().commit("before", Map.of("app-0", 3L));
    foreign().addColumn();
    foreign().commit("after", Map.of("app-0", 4L));

    // when
    LogUpdate.Current update = (LogUpdate.Current) log().follow(table);

    // then
    assertThat(update.snapshot().rules()).isNotEqualTo(table.rules());
    assertThat(update.snapshot().schema()).isEqualTo(log().load().schema());
    assertThat(update.snapshot().version()).isEqualTo(3);
    assertThat(update.commitIds()).contains("before", "after");
    assertThat(update.snapshot().txnVersion("app-0")).hasValue(4);
  }

  @Test
  void shouldBringNewColumnsWithTheFilesThatNeedThem() {
    // given
    TableSnapshot table = log().load();
    TableSnapshot wider = log().grow(table, ADDED).orElseThrow();
    assertThat(log().load()).as("nothing is written by asking").isEqualTo(table);

    // when
    CommitMember member =
        CommitMember.of(batch("b", "app-0", 10, 2), List.of(file("b")), wider, "app");
    PutResult result = log().put(log().prepare(table, "b", List.of(member)));

    // then
    assertThat(result).isEqualTo(PutResult.MINE);
    TableSnapshot seen = otherLog().load();
    assertThat(seen.version()).isEqualTo(1);
    assertThat(seen.schema()).isEqualTo(wider.schema());
    assertThat(seen.rules()).isEqualTo(wider.rules());
    assertThat(seen.schema().columns()).hasSize(table.schema().columns().size() + 1);
    assertThat(log().grow(seen, ADDED)).as("it is there now").contains(seen);
  }

  @Test
  void shouldNotBringColumnsThatAnotherWriterHasBroughtAlready() {
    // given
    TableSnapshot table = log().load();
    TableSnapshot wider = log().grow(table, ADDED).orElseThrow();
    TableSnapshot widerToo = otherLog().grow(table, ADDED).orElseThrow();
    assertThat(widerToo.rules()).isEqualTo(wider.rules());
    otherLog()
        .put(
            otherLog()
                .prepare(
                    table,
                    "first",
                    List.of(
                        CommitMember.of(
                            batch("first", "app-1", 1, 2), List.of(file("f")), widerToo, "app"))));

    // when
    TableSnapshot newest = ((LogUpdate.Current) log().follow(table)).snapshot();
    CommitMember member =
        CommitMember.of(batch("second", "app-0", 10, 2), List.of(file("s")), wider, "app");
    PutResult result = log().put(log().prepare(newest, "second", List.of(member)));

    // then
    assertThat(member.fits(newest)).isTrue();
    assertThat(member.growthAfter(newest)).isEmpty();
    assertThat(result).isEqualTo(PutResult.MINE);
    assertThat(otherLog().load().rules()).isEqualTo(wider.rules());
  }

  @Test
  void shouldNotGrowATableThatIsAnotherByNow() {
    // given
    TableSnapshot table = log().load();
    foreign().addColumn();

    // when, then
    assertThat(log().grow(table, ADDED)).isEmpty();
  }

  @Test
  void shouldNoticeThatTableWasReplaced() {
    // given
    TableSnapshot table = log().load();
    foreign().replaceTable();

    // when
    LogUpdate update = log().follow(table);

    // then
    assertThat(update).isInstanceOf(LogUpdate.Replaced.class);
  }

  @Test
  void shouldNoticeReplacementAlsoWhenItHasMoreVersions() {
    // given
    foreign().commit("a", Map.of("app-0", 1L));
    TableSnapshot table = log().load();
    foreign().replaceTable();
    foreign().commit("b", Map.of("app-0", 2L));
    foreign().commit("c", Map.of("app-0", 3L));

    // when
    LogUpdate update = log().follow(table);

    // then
    assertThat(update).isInstanceOf(LogUpdate.Replaced.class);
  }

  private CommitMember member(TableSnapshot table, String id, String appId, long version) {
    return new CommitMember(
        batch(id, appId, version, 2), List.of(file(id)), table.tableId(), table.rules(), "app");
  }

  private static CommitMember empty(TableSnapshot table, String id, String appId, long version) {
    return new CommitMember(
        batch(id, appId, version, 0), List.of(), table.tableId(), table.rules(), "app");
  }

  private static SealedBatch batch(String id, String appId, long version, long rows) {
    return new SealedBatch(
        id, TxnUpdate.append(List.of(new TxnChange(appId, OptionalLong.empty(), version))), rows);
  }
}
