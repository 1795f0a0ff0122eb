package io.deltaingest.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.RowBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * What a worker relies on in a {@link TableSink} and the {@link OffsetStore} beside it. The table
 * has one version, no rows, and rows that an id tells apart.
 */
public abstract class TableSinkContract {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The sink under test; not begun. The same one in each call of a test. */
  protected abstract TableSink sink();

  /** A new offset store on the same table. */
  protected abstract OffsetStore newStore();

  protected abstract ForeignWriter foreign();

  /** Appends a row of that id, by the columns that the table was created with. */
  protected abstract void addRow(RowBatch rows, long id);

  /** The ids that a reader finds in the table, in order. */
  protected abstract List<Long> idsInTable();

  @Test
  void shouldCommitRowsAndOffsetsInOneVersion() {
    // given
    TableSnapshot before = begin();

    // when
    append(1, 2, 3);
    append(4);
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 103));

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    CommitOutcome.Committed committed = (CommitOutcome.Committed) outcome;
    assertThat(committed.report().version()).isEqualTo(before.version() + 1);
    assertThat(committed.report().rows()).isEqualTo(4);
    assertThat(committed.report().files()).isPositive();
    TableSnapshot after = newStore().read();
    assertThat(after.version()).isEqualTo(before.version() + 1);
    assertThat(after.txnVersion("app-0")).hasValue(103);
    assertThat(idsInTable()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void shouldCommitOffsetsWithoutRows() {
    // given
    begin();

    // when
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 7));

    // then
    assertThat(((CommitOutcome.Committed) outcome).report().files()).isZero();
    assertThat(newStore().read().txnVersion("app-0")).hasValue(7);
    assertThat(idsInTable()).isEmpty();
  }

  @Test
  void shouldWriteNothingWhenOffsetsMoved() {
    // given
    begin();
    append(1);
    foreign().commit("other", Map.of("app-0", 50L));

    // when
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 0));

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.OffsetsMoved.class);
    assertThat(((CommitOutcome.OffsetsMoved) outcome).detail()).contains("app-0").contains("50");
    assertThat(idsInTable()).isEmpty();
  }

  @Test
  void shouldGoOnAfterOffsetsMovedFromWhatTheTableSays() {
    // given
    begin();
    append(1);
    foreign().commit("other", Map.of("app-0", 50L));
    commit(change("app-0", OptionalLong.empty(), 0));

    // when
    begin();
    append(2);
    CommitOutcome outcome = commit(change("app-0", OptionalLong.of(50), 51));

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    assertThat(idsInTable()).containsExactly(2L);
  }

  @Test
  void shouldCommitBesideAnotherWriterOfOtherOffsets() {
    // given
    begin();
    append(1);
    foreign().commit("other", Map.of("elsewhere", 1L));

    // when
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 0));

    // then
    assertThat(((CommitOutcome.Committed) outcome).report().version()).isEqualTo(2);
    assertThat(idsInTable()).containsExactly(1L);
  }

  @Test
  void shouldWriteNothingWhenSchemaChanged() {
    // given
    begin();
    append(1);
    foreign().addColumn();

    // when
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 0));

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.SchemaChanged.class);
    assertThat(idsInTable()).isEmpty();
  }

  @Test
  void shouldWriteByTheNewSchemaAfterBeginningAgain() {
    // given
    begin();
    append(1);
    foreign().addColumn();
    commit(change("app-0", OptionalLong.empty(), 0));

    // when
    TableSnapshot table = begin();
    RowBatch rows = sink().newBatch();
    addRow(rows, 2);
    sink().append(rows);
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 0));

    // then
    assertThat(rows.schema()).isEqualTo(table.schema());
    assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    assertThat(idsInTable()).containsExactly(2L);
  }

  @Test
  void shouldWriteNothingToAnotherTable() {
    // given
    begin();
    append(1);
    foreign().replaceTable();

    // when
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 0));

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.TableReplaced.class);
    assertThat(idsInTable()).isEmpty();
  }

  @Test
  void shouldWriteToReplacementAfterBeginningOnIt() {
    // given
    begin();
    append(1);
    foreign().replaceTable();
    commit(change("app-0", OptionalLong.empty(), 0));

    // when
    begin();
    append(2);
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 0));

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    assertThat(idsInTable()).containsExactly(2L);
  }

  @Test
  void shouldBuildNextBatchWhileOneIsInCommit() {
    // given
    begin();
    List<String> submitted = new ArrayList<>();

    // when
    OptionalLong base = OptionalLong.empty();
    for (long offset = 0; offset < 5; offset++) {
      append(offset);
      SealedBatch batch = sink().seal(TxnUpdate.append(List.of(change("app-0", base, offset))));
      sink().submit(batch);
      submitted.add(batch.id());
      base = OptionalLong.of(offset);
    }

    // then
    for (String id : submitted) {
      CommitOutcome outcome = sink().awaitOutcome(PATIENCE).orElseThrow();
      assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
      assertThat(outcome.batchId()).isEqualTo(id);
    }
    assertThat(idsInTable()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(newStore().read().txnVersion("app-0")).hasValue(4);
  }

  @Test
  void shouldLetNextBatchFallWithTheOneBefore() {
    // given
    begin();
    foreign().commit("other", Map.of("app-0", 50L));
    append(1);
    SealedBatch first =
        sink().seal(TxnUpdate.append(List.of(change("app-0", OptionalLong.empty(), 1))));
    append(2);
    SealedBatch second =
        sink().seal(TxnUpdate.append(List.of(change("app-0", OptionalLong.of(1), 2))));

    // when
    sink().submit(first);
    sink().submit(second);

    // then
    assertThat(sink().awaitOutcome(PATIENCE)).get().isInstanceOf(CommitOutcome.OffsetsMoved.class);
    assertThat(sink().awaitOutcome(PATIENCE)).get().isInstanceOf(CommitOutcome.OffsetsMoved.class);
    assertThat(idsInTable()).isEmpty();
  }

  @Test
  void shouldForgetWhatWasDiscarded() {
    // given
    begin();
    append(1);
    sink().seal(TxnUpdate.append(List.of(change("app-0", OptionalLong.empty(), 1))));
    append(2);

    // when
    sink().discard();
    append(3);
    CommitOutcome outcome = commit(change("app-0", OptionalLong.empty(), 3));

    // then
    assertThat(((CommitOutcome.Committed) outcome).report().rows()).isEqualTo(1);
    assertThat(idsInTable()).containsExactly(3L);
  }

  @Test
  void shouldStillGiveOutcomeOfSubmittedBatchAfterDiscard() {
    // given
    begin();
    append(1);
    SealedBatch batch =
        sink().seal(TxnUpdate.append(List.of(change("app-0", OptionalLong.empty(), 1))));
    sink().submit(batch);

    // when
    sink().discard();

    // then
    assertThat(sink().awaitOutcome(PATIENCE)).get().isInstanceOf(CommitOutcome.Committed.class);
    assertThat(idsInTable()).containsExactly(1L);
  }

  @Test
  void shouldCountWhatIsHeld() {
    // given
    begin();
    long empty = sink().heapBytes();

    // when
    append(1, 2, 3);

    // then
    await().atMost(PATIENCE).until(() -> sink().encodedBytes() > 0);
    assertThat(sink().heapBytes()).isGreaterThan(empty);
    sink().discard();
    assertThat(sink().encodedBytes()).isZero();
    await().atMost(PATIENCE).until(() -> sink().heapBytes() == empty);
  }

  @Test
  void shouldGiveUpWhatIsOpenWhenClosed() {
    // given
    begin();
    append(1);

    // when
    sink().close();

    // then
    assertThat(idsInTable()).isEmpty();
    assertThatCode(() -> sink().close()).doesNotThrowAnyException();
  }

  final TableSnapshot begin() {
    TableSnapshot table = newStore().read();
    sink().begin(table);
    return table;
  }

  final void append(long... ids) {
    RowBatch rows = sink().newBatch();
    assertThat(rows.isEmpty()).isTrue();
    for (long id : ids) {
      addRow(rows, id);
    }
    sink().append(rows);
  }

  final CommitOutcome commit(TxnChange change) {
    SealedBatch batch = sink().seal(TxnUpdate.append(List.of(change)));
    sink().submit(batch);
    CommitOutcome outcome = sink().awaitOutcome(PATIENCE).orElseThrow();
    assertThat(outcome.batchId()).isEqualTo(batch.id());
    return outcome;
  }

  static TxnChange change(String appId, OptionalLong expected, long version) {
    return new TxnChange(appId, expected, version);
  }
}
