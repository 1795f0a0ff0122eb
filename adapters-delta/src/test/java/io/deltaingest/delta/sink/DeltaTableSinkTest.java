package io.deltaingest.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.RowFiller;
import io.deltaingest.delta.support.Schemas;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.testkit.contract.ForeignWriter;
import io.deltaingest.testkit.contract.ThreadedTableSinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on local files, and what is special to them. */
class DeltaTableSinkTest extends ThreadedTableSinkContract {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final DeltaTables tables = new DeltaTables("test", Clock.systemUTC());
  private final Notes notes = new Notes();
  private LogFolder log;
  private DeltaTables.DeltaTable table;
  private TableSink sink;

  /** Remembers what the sink's threads say. */
  private static final class Notes implements IngestObserver {
    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

    @Override
    public void rowBatchCompleted(int rows, long nanos) {
      said.add("encoded " + rows + " on " + Thread.currentThread().getName());
    }

    @Override
    public void fileWritten(long bytes, long rows) {
      said.add("file of " + rows + " on " + Thread.currentThread().getName());
    }
  }

  /** The log engine of the table under test. */
  StreamConfig.LogEngine engine() {
    return StreamConfig.LogEngine.KERNEL;
  }

  @BeforeEach
  void openTable() {
    log = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    table = tables.open(TableFixture.config(folder, false, engine()));
    sink = table.sink("stream", 0, notes);
  }

  @AfterEach
  void closeTable() {
    sink.close();
    table.close();
  }

  @Override
  protected TableSink sink() {
    return sink;
  }

  @Override
  protected OffsetStore newStore() {
    return table.offsetStore();
  }

  @Override
  protected ForeignWriter foreign() {
    return new ForeignFiles(log);
  }

  @Override
  protected void addRow(RowBatch rows, long id) {
    RowFiller.add(rows, List.of(id, "2024-01-0" + (1 + id % 3)));
  }

  @Override
  protected List<Long> idsInTable() {
    if (log.adds().isEmpty()) {
      return List.of();
    }
    try (DuckDb duck = new DuckDb()) {
      List<Long> ids = new ArrayList<>();
      duck.rows("select id from " + DuckDb.table(log) + " order by id")
          .forEach(row -> ids.add((Long) row.get(0)));
      return ids;
    }
  }

  @Test
  void shouldTellObserverOnItsOwnThreads() {
    // given
    sink.begin(newStore().read());

    // when
    append(2);
    commit(OptionalLong.empty(), 1);

    // then
    assertThat(notes.said)
        .containsExactly("encoded 2 on encode-stream-0", "file of 2 on finish-stream-0");
  }

  @Test
  void shouldDeleteFilesOfWhatWasDiscarded() {
    // given
    sink.begin(newStore().read());
    append(3);
    sink.seal(TxnUpdate.append(List.of(change(OptionalLong.empty(), 3))));
    await().atMost(PATIENCE).until(() -> !log.dataFiles().isEmpty());

    // when
    sink.discard();

    // then
    await().atMost(PATIENCE).until(() -> log.dataFiles().isEmpty());
  }

  @Test
  void shouldDeleteFilesOfBatchThatWasNotCommitted() {
    // given
    sink.begin(newStore().read());
    append(3);
    foreign().commit("other", Map.of("app-0", 9L));

    // when
    CommitOutcome outcome = commit(OptionalLong.empty(), 3);

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.OffsetsMoved.class);
    await().atMost(PATIENCE).until(() -> log.dataFiles().isEmpty());
  }

  @Test
  void shouldKeepFilesOfCommittedBatch() {
    // given
    sink.begin(newStore().read());
    append(3);
    commit(OptionalLong.empty(), 3);

    // when
    sink.discard();
    sink.close();

    // then
    assertThat(log.dataFiles()).hasSize(1);
    assertThat(log.dataFiles().get(0))
        .matches("day=__HIVE_DEFAULT_PARTITION__/part-00000-[0-9a-f-]{36}-c000.snappy.parquet");
  }

  @Test
  void shouldFailTheBatchAndGoOnWhenFilesCantBeWritten() throws IOException {
    // given
    sink.begin(newStore().read());
    Path inTheWay = folder.resolve("day=__HIVE_DEFAULT_PARTITION__");
    Files.writeString(inTheWay, "a file where the partition's folder should be");

    // when
    append(3);
    CommitOutcome outcome = commit(OptionalLong.empty(), 3);

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.Failed.class);
    CommitOutcome.Failed failed = (CommitOutcome.Failed) outcome;
    assertThat(failed.inDoubt()).isFalse();
    assertThat(failed.failure())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(inTheWay.toString());
    Files.delete(inTheWay);
    sink.begin(newStore().read());
    append(3);
    assertThat(commit(OptionalLong.empty(), 3)).isInstanceOf(CommitOutcome.Committed.class);
  }

  @Test
  void shouldFailTheBatchWhenRowsAreNotWhatTheSchemaSays() {
    // given
    String notNull =
        Schemas.struct(
            List.of(
                Schemas.field("id", "\"long\"", false), Schemas.field("day", "\"string\"", true)));
    log.put(1, LogFolder.metadata("the-table", notNull, List.of("day"), Map.of()));
    sink.begin(newStore().read());
    RowBatch rows = sink.newBatch();
    rows.beginRow();
    rows.endRow();
    sink.append(rows);

    // when
    CommitOutcome outcome = commit(OptionalLong.empty(), 3);

    // then
    assertThat(((CommitOutcome.Failed) outcome).failure()).hasMessageContaining("null in id");
    assertThat(log.dataFiles()).isEmpty();
  }

  @Test
  void shouldNotBeReadyWhileEncoderIsBehind() {
    // given
    sink.begin(newStore().read());

    // when
    boolean wasFull = false;
    for (int i = 0; i < 200 && !wasFull; i++) {
      append(20_000);
      wasFull = !sink.ready();
    }

    // then
    assertThat(wasFull).isTrue();
    await().atMost(PATIENCE).until(sink::ready);
  }

  @Test
  void shouldShareOneVersionBetweenWorkersThatWaitTogether() {
    // given
    int workers = 8;
    List<TableFixture> others = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      others.add(new TableFixture(tables, folder, false, i, IngestObserver.NONE));
    }
    List<SealedBatch> batches = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      others.get(i).append(List.of(List.of((long) i, "d")));
      batches.add(
          others
              .get(i)
              .sink()
              .seal(TxnUpdate.append(List.of(new TxnChange("app-" + i, OptionalLong.empty(), i)))));
    }

    // when
    for (int round = 0; round < workers; round++) {
      others.get(round).sink().submit(batches.get(round));
    }

    // then
    for (TableFixture other : others) {
      assertThat(other.outcome()).isInstanceOf(CommitOutcome.Committed.class);
      other.close();
    }
    assertThat(idsInTable()).hasSize(workers);
    assertThat(newStore().read().txns()).hasSize(workers);
    assertThat(log.newest()).isLessThanOrEqualTo(workers);
  }

  @Test
  void shouldLetOnlyOneOfTwoWorkersMoveTheSameOffset() {
    // given
    try (TableFixture one = new TableFixture(tables, folder, false, 1, IngestObserver.NONE);
        TableFixture two = new TableFixture(tables, folder, false, 2, IngestObserver.NONE)) {
      one.append(List.of(List.of(1L, "d")));
      two.append(List.of(List.of(2L, "d")));
      SealedBatch first =
          one.sink().seal(TxnUpdate.append(List.of(change(OptionalLong.empty(), 1))));
      SealedBatch second =
          two.sink().seal(TxnUpdate.append(List.of(change(OptionalLong.empty(), 1))));

      // when
      one.sink().submit(first);
      two.sink().submit(second);

      // then
      Set<Class<?>> outcomes =
          List.of(one.outcome(), two.outcome()).stream()
              .map(Object::getClass)
              .collect(Collectors.toSet());
      assertThat(outcomes)
          .containsExactlyInAnyOrder(
              CommitOutcome.Committed.class, CommitOutcome.OffsetsMoved.class);
      assertThat(idsInTable()).hasSize(1);
    }
  }

  @Test
  void shouldEndItsThreadsWhenClosed() {
    // given
    sink.begin(newStore().read());
    append(1);
    commit(OptionalLong.empty(), 1);
    assertThat(threadNames()).contains("encode-stream-0", "finish-stream-0");

    // when
    sink.close();
    table.close();

    // then
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                threadNames().stream()
                    .noneMatch(
                        name ->
                            name.contains("stream-0")
                                || name.equals("commit-" + folder.getFileName())
                                || name.equals("checkpoint-" + folder.getFileName())));
  }

  private static List<String> threadNames() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  private void append(int count) {
    RowBatch rows = sink.newBatch();
    for (int i = 0; i < count; i++) {
      rows.beginRow();
      ((LongVector) rows.column(0)).append(i);
      rows.endRow();
    }
    sink.append(rows);
  }

  private CommitOutcome commit(OptionalLong expected, long version) {
    sink.submit(sink.seal(TxnUpdate.append(List.of(change(expected, version)))));
    return sink.awaitOutcome(PATIENCE).orElseThrow();
  }

  private static TxnChange change(OptionalLong expected, long version) {
    return new TxnChange("app-0", expected, version);
  }
}
