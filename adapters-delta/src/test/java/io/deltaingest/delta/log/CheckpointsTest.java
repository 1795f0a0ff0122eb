package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.internal.replay.LogReplay;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.actions.AddFile;
import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private LogFolder log;

  @BeforeEach
  void createTable() {
    log = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
  }

  @Test
  void shouldWriteCheckpointEveryTenthVersionThatOtherReadersUse() throws IOException {
    // given
    try (TableFixture table = open(true)) {
      // when
      write(table, 10);
      await().atMost(PATIENCE).until(() -> Files.exists(log.checkpoint(10)));
      write(table, 10);
    }

    // then
    assertThat(log.checkpoint(20)).exists();
    assertThat(checkpoints()).hasSize(2);
    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInputFile(log.checkpoint(10)))) {
      assertThat(reader.getFooter().getBlocks().get(0).getColumns().get(0).getCodec())
          .isEqualTo(CompressionCodecName.SNAPPY);
    }
    for (long version = 0; version < 20; version++) {
      Files.delete(log.entry(version));
    }
    DeltaLog reader = DeltaLog.forTable(new Configuration(), folder.toString());
    assertThat(reader.snapshot().getVersion()).isEqualTo(20);
    assertThat(reader.snapshot().getAllFiles()).hasSize(20);
    assertThat(idsIn(reader.snapshot().getAllFiles())).hasSize(20);
    TableSnapshot kernel = newLog().load();
    assertThat(kernel.txnVersion("app-0")).hasValue(19);
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void shouldWriteNoCheckpointUnlessAsked() {
    // given
    try (TableFixture table = open(false)) {
      // when
      write(table, 12);
    }

    // then
    assertThat(checkpoints()).isEmpty();
  }

  @Test
  void shouldWriteNoCheckpointThatWouldLoseStatisticsOfOtherFiles() {
    // given
    log.put(
        1,
        LogFolder.metadata(
            "the-table",
            ForeignFiles.SCHEMA,
            List.of("day"),
            Map.of(
                "delta.checkpoint.writeStatsAsJson",
                "false",
                "delta.checkpoint.writeStatsAsStruct",
                "true")));

    // when
    try (TableFixture table = open(true)) {
      write(table, 12);
    }

    // then
    assertThat(checkpoints()).isEmpty();
  }

  @Test
  void shouldLetSeveralProcessesDoTheUpkeepOfOneLog()
      throws InterruptedException, ExecutionException, IOException {
    // given: what is expired, and a checkpoint in it
    try (TableFixture table = open(false)) {
      write(table, 6);
      newLog().writeCheckpoint(1, 6);
      write(table, 14);
    }
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(40)));
    for (long version = 0; version < 12; version++) {
      Files.setLastModifiedTime(log.entry(version), old);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);

    // when: each as a process of its own, while a reader reads
    List<Future<?>> attempts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      attempts.add(
          threads.submit(
              () -> {
                newLog().writeCheckpoint(10, 20);
                return null;
              }));
    }
    attempts.add(
        threads.submit(
            () -> {
              for (int i = 0; i < 20; i++) {
                assertThat(newLog().load().version()).isEqualTo(20);
              }
            }));
    for (Future<?> attempt : attempts) {
      attempt.get();
    }
    threads.shutdown();

    // then
    assertThat(log.entry(5)).doesNotExist();
    assertThat(log.entry(6)).exists();
    assertThat(checkpoints()).hasSize(2);
    assertThat(LastCheckpoint.version(new LocalTableStorage(folder).log())).isEqualTo(20);
    assertThat(temporaryFiles()).isEmpty();
    DeltaLog reader = DeltaLog.forTable(new Configuration(), folder.toString());
    assertThat(idsIn(reader.snapshot().getAllFiles())).hasSize(20);
    assertThat(reader.getSnapshotForVersionAsOf(7).getAllFiles()).hasSize(7);
  }

  @Test
  void shouldObserveInterval() {
    // given
    log.put(
        1,
        LogFolder.metadata(
            "the-table",
            ForeignFiles.SCHEMA,
            List.of("day"),
            Map.of("delta.checkpointInterval", "3")));
    try (TableFixture table = open(true)) {
      // when
      write(table, 2);
      await().atMost(PATIENCE).until(() -> !checkpoints().isEmpty());
    }

    // then
    assertThat(log.checkpoint(3)).exists();
  }

  @Test
  void shouldCatchUpOnCheckpointThatACrashMissed() {
    // given: version 10 was written by a process that died before its checkpoint
    try (TableFixture table = open(false)) {
      write(table, 10);
    }

    // when
    try (TableFixture table = open(true)) {
      write(table, 1);
    }

    // then
    assertThat(log.checkpoint(11)).exists();
    assertThat(newLog().load().version()).isEqualTo(11);
  }

  @Test
  void shouldNotWriteCheckpointThatAnotherProcessWrote() throws IOException {
    // given
    try (TableFixture table = open(false)) {
      write(table, 12);
    }
    newLog().writeCheckpoint(10, 10);
    assertThat(log.checkpoint(12)).exists();
    FileTime written = Files.getLastModifiedTime(log.checkpoint(12));

    // when
    DeltaTableLog another = newLog();
    another.writeCheckpoint(10, 10);

    // then
    assertThat(another.checkpointVersion()).isEqualTo(12);
    assertThat(Files.getLastModifiedTime(log.checkpoint(12))).isEqualTo(written);
  }

  @Test
  void shouldBearSeveralWritersOfTheSameCheckpoint()
      throws InterruptedException, ExecutionException {
    // given
    try (TableFixture table = open(false)) {
      write(table, 10);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);

    // when
    List<Future<?>> attempts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      attempts.add(
          threads.submit(
              () -> {
                new KernelReader(new LocalTableStorage(folder)).writeCheckpoint(10);
                return null;
              }));
    }
    for (Future<?> attempt : attempts) {
      attempt.get();
    }
    threads.shutdown();

    // then
    assertThat(checkpoints()).hasSize(1);
    assertThat(temporaryFiles()).isEmpty();
    DeltaLog reader = DeltaLog.forTable(new Configuration(), folder.toString());
    assertThat(reader.snapshot().getAllFiles()).hasSize(10);
  }

  @Test
  void shouldNotPutCheckpointInPlaceWhoseRowsEndedInAnException() {
    // given: rows that break off, while Parquet's writer still closes its file in good order
    LogEngine engine = new LogEngine(new LocalTableStorage(folder));
    CloseableIterator<FilteredColumnarBatch> rows = new BreakingOff(entryRows());

    // when, then
    assertThatThrownBy(
            () ->
                engine
                    .getParquetHandler()
                    .writeParquetFileAtomically(
                        "/table/_delta_log/" + LogNames.checkpoint(0), rows))
        .hasStackTraceContaining("broke off");
    assertThat(checkpoints()).isEmpty();
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void shouldNotFailTheStreamWhenCheckpointCantBeWritten() throws IOException {
    // given: something in the way of the hint that Kernel writes last
    Files.createDirectories(log.folder().resolve("_last_checkpoint").resolve("x"));

    // when
    try (TableFixture table = open(true)) {
      write(table, 11);
    }

    // then
    assertThat(newLog().load().txnVersion("app-0")).hasValue(10);
  }

  @Test
  void shouldRemoveTemporaryFilesOfCrashedWritersAfterADay() throws IOException {
    // given
    Path old = log.folder().resolve(".00000000000000000001.json.x.ingest.tmp");
    Path recent = log.folder().resolve(".00000000000000000002.json.y.ingest.tmp");
    Files.writeString(old, "");
    Files.writeString(recent, "");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    // when
    new LocalTableStorage(folder).log().sweep();

    // then
    assertThat(old).doesNotExist();
    assertThat(recent).exists();
  }

  /** One batch, then an exception. */
  private static final class BreakingOff implements CloseableIterator<FilteredColumnarBatch> {
    private final FilteredColumnarBatch batch;
    private boolean given;

    BreakingOff(FilteredColumnarBatch batch) {
      this.batch = batch;
    }

    @Override
    public boolean hasNext() {
      if (given) {
        throw new IllegalStateException("broke off");
      }
      return true;
    }

    @Override
    public FilteredColumnarBatch next() {
      given = true;
      return batch;
    }

    @Override
    public void close() {}
  }

  private FilteredColumnarBatch entryRows() {
    LogEngine engine = new LogEngine(new LocalTableStorage(folder));
    try (CloseableIterator<ColumnarBatch> batches =
        engine
            .getJsonHandler()
            .readJsonFiles(
                engine.getFileSystemClient().listFrom("/table/_delta_log/0"),
                LogReplay.SET_TRANSACTION_READ_SCHEMA,
                Optional.empty())) {
      assertThat(batches.hasNext()).isTrue();
      return new FilteredColumnarBatch(batches.next(), Optional.empty());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private TableFixture open(boolean checkpoints) {
    return new TableFixture(
        new DeltaTables("test", Clock.systemUTC()), folder, checkpoints, 0, IngestObserver.NONE);
  }

  /** One row and one version at a time. */
  private void write(TableFixture table, int versions) {
    for (int i = 0; i < versions; i++) {
      long id = table.store().read().txnVersion("app-0").orElse(-1) + 1;
      table.write(List.of(List.of(id, "d" + id % 3)));
    }
  }

  private Set<Object> idsIn(List<AddFile> files) {
    List<Path> paths = files.stream().map(file -> folder.resolve(file.getPath())).toList();
    try (DuckDb duck = new DuckDb()) {
      Set<Object> ids = new HashSet<>();
      duck.rows("select id from " + DuckDb.files(paths)).forEach(row -> ids.add(row.get(0)));
      return ids;
    }
  }

  private DeltaTableLog newLog() {
    return new DeltaTableLog(new LocalTableStorage(folder), "test", Clock.systemUTC());
  }

  private List<String> checkpoints() {
    return names(".checkpoint.parquet");
  }

  private List<String> temporaryFiles() {
    return names(".tmp");
  }

  private List<String> names(String end) {
    try (Stream<Path> files = Files.list(log.folder())) {
      return files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(end)).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
