package io.deltaingest.delta.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.actions.AddFile;
import io.deltaingest.delta.DeltaTables;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.log.KernelReader;
import io.deltaingest.delta.log.SnapshotReader;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.stream.StreamConfig.LogEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one engine leaves, the other reads; and what delta-standalone can't do is refused. */
class StandaloneReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(LogEngine.class)
  void shouldLeaveTableThatTheOtherEngineReadsTheSame(LogEngine engine) {
    // given
    LogFolder files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");

    // when
    write(engine, 23);

    // then
    assertThat(files.checkpoint(20)).exists();
    TableSnapshot byKernel = load(LogEngine.KERNEL);
    TableSnapshot byStandalone = load(LogEngine.STANDALONE);
    assertThat(byStandalone).isEqualTo(byKernel);
    assertThat(byKernel.version()).isEqualTo(23);
    assertThat(byKernel.txnVersion("app-0")).hasValue(22);
    assertThat(byKernel.txns().get("app-0").lastUpdatedMillis()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(LogEngine.class)
  void shouldWriteCheckpointFromWhichTheOtherEngineGoesOn(LogEngine engine) throws IOException {
    // given
    LogFolder files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    write(engine, 10);
    TableSnapshot before = load(engine);
    for (long version = 0; version < 10; version++) {
      Files.delete(files.entry(version));
    }
    LogEngine other = engine == LogEngine.KERNEL ? LogEngine.STANDALONE : LogEngine.KERNEL;

    // when
    TableSnapshot after = load(other);
    write(other, 10);

    // then
    assertThat(after).isEqualTo(before);
    assertThat(files.checkpoint(20)).exists();
    assertThat(load(engine).version()).isEqualTo(20);
    assertThat(load(engine)).isEqualTo(load(other));
    assertThat(statsByStandalone()).hasSize(20);
  }

  @ParameterizedTest
  @EnumSource(LogEngine.class)
  void shouldKeepStatisticsThroughLogAndCheckpoint(LogEngine engine) throws IOException {
    // given
    LogFolder files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    write(engine, 10);

    // when
    List<JsonNode> fromLog = new ArrayList<>();
    files.adds().forEach(add -> fromLog.add(LogFolder.stats(add)));
    for (long version = 0; version <= 9; version++) {
      Files.delete(files.entry(version));
    }
    List<JsonNode> fromCheckpoint = statsByStandalone();

    // then
    assertThat(fromLog).hasSize(10).allMatch(stats -> stats.get("numRecords").asInt() == 1);
    assertThat(fromLog.get(3).get("minValues").get("id").asLong()).isEqualTo(3);
    assertThat(fromCheckpoint).containsExactlyInAnyOrderElementsOf(fromLog);
  }

  @Test
  void shouldLeaveNothingInTheLogButEntriesAndCheckpoints() throws IOException {
    // given
    LogFolder files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");

    // when
    write(LogEngine.STANDALONE, 21);

    // then
    try (Stream<Path> names = Files.list(files.folder())) {
      assertThat(names.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.matches("\\d{20}\\.(json|checkpoint\\.parquet)|_last_checkpoint"));
    }
    assertThat(JSON.readTree(files.folder().resolve("_last_checkpoint").toFile()).get("version"))
        .isEqualTo(JSON.readTree("20"));
  }

  @Test
  void shouldTakeCheckpointOfAnotherWriterForGood() throws IOException {
    // given
    LogFolder files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    write(LogEngine.KERNEL, 9);
    ForeignFiles foreign = new ForeignFiles(files);
    foreign.commit("tenth", Map.of("app-1", 1L));
    new KernelReader(storage()).writeCheckpoint(10);
    byte[] theirs = Files.readAllBytes(files.checkpoint(10));

    // when
    long newest = new StandaloneReader(storage()).writeCheckpoint(10).version();

    // then
    assertThat(newest).isEqualTo(10);
    assertThat(Files.readAllBytes(files.checkpoint(10))).isEqualTo(theirs);
  }

  @Test
  void shouldCleanUpExpiredEntriesBehindCheckpoint() throws IOException {
    // given
    LogFolder files =
        new LogFolder(folder)
            .create(
                "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
                ForeignFiles.SCHEMA,
                List.of("day"),
                Map.of("delta.logRetentionDuration", "interval 2 days"));
    write(LogEngine.KERNEL, 12);
    for (long version = 0; version <= 12; version++) {
      Files.setLastModifiedTime(
          files.entry(version), FileTime.from(Instant.now().minus(Duration.ofDays(9))));
    }

    // when
    write(LogEngine.STANDALONE, 8);

    // then
    assertThat(files.entry(5)).doesNotExist();
    assertThat(files.entry(12)).exists();
    assertThat(load(LogEngine.KERNEL).txnVersion("app-0")).hasValue(19);
    assertThat(load(LogEngine.STANDALONE)).isEqualTo(load(LogEngine.KERNEL));
  }

  @Test
  void shouldRefuseTableFeaturesByName() {
    // given
    new LogFolder(folder)
        .create(
            "{\"minReaderVersion\":3,\"minWriterVersion\":7,"
                + "\"readerFeatures\":[\"deletionVectors\"],"
                + "\"writerFeatures\":[\"deletionVectors\",\"appendOnly\"]}",
            ForeignFiles.SCHEMA,
            List.of("day"),
            Map.of());

    // when, then
    assertThatThrownBy(() -> load(LogEngine.STANDALONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("reader version 3, writer version 7")
        .hasMessageContaining("the table features appendOnly, deletionVectors")
        .hasMessageContaining("log engine kernel");
  }

  @Test
  void shouldRefuseWriterFeaturesThatItCouldRead() {
    // given
    new LogFolder(folder)
        .create(
            "{\"minReaderVersion\":1,\"minWriterVersion\":7,"
                + "\"writerFeatures\":[\"appendOnly\",\"invariants\"]}",
            ForeignFiles.SCHEMA,
            List.of("day"),
            Map.of());

    // when, then
    assertThatThrownBy(() -> load(LogEngine.STANDALONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the table features appendOnly, invariants");
  }

  @Test
  void shouldRefuseColumnMapping() {
    // given
    new LogFolder(folder)
        .create(
            "{\"minReaderVersion\":2,\"minWriterVersion\":5}",
            ForeignFiles.SCHEMA,
            List.of("day"),
            Map.of("delta.columnMapping.mode", "name"));

    // when, then
    assertThatThrownBy(() -> load(LogEngine.STANDALONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("reader version 2, writer version 5")
        .hasMessageContaining("it maps columns (delta.columnMapping.mode=name)");
  }

  @Test
  void shouldRefuseWhatNoEngineMayAppendTo() {
    // given
    new LogFolder(folder)
        .create(
            "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
            ForeignFiles.SCHEMA.replaceFirst(
                "\"metadata\":\\{\\}",
                "\"metadata\":{\"delta.invariants\":\"{\\\\\"expression\\\\\":\\\\\"id>0\\\\\"}\"}"),
            List.of("day"),
            Map.of());

    // when, then
    assertThatThrownBy(() -> load(LogEngine.STANDALONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column id has an invariant");
  }

  @Test
  void shouldRefuseBeforeAnythingIsIngested() {
    // given
    new LogFolder(folder)
        .create(
            "{\"minReaderVersion\":1,\"minWriterVersion\":4}",
            ForeignFiles.SCHEMA,
            List.of("day"),
            Map.of());
    DeltaTables tables = new DeltaTables("test", Clock.systemUTC());

    // when, then
    assertThatThrownBy(() -> tables.check(TableFixture.config(folder, true, LogEngine.STANDALONE)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("writer version 4");
  }

  @Test
  void shouldGiveEachEngineItsOwnCommitsOfOneTable() {
    // given
    LogFolder files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    DeltaTables tables = new DeltaTables("test", Clock.systemUTC());

    // when
    try (TableFixture kernel = open(tables, LogEngine.KERNEL, 0);
        TableFixture standalone = open(tables, LogEngine.STANDALONE, 1)) {
      kernel.write(List.of(List.of(1L, "a")));
      standalone.write(List.of(List.of(2L, "b")));
      kernel.write(List.of(List.of(3L, "c")));
    }

    // then
    assertThat(files.newest()).isEqualTo(3);
    assertThat(files.adds()).hasSize(3);
  }

  private void write(LogEngine engine, int versions) {
    try (TableFixture table = open(new DeltaTables("test", Clock.systemUTC()), engine, 0)) {
      for (long id = 0; id < versions; id++) {
        table.write(List.of(List.of(id, "2024-01-0" + (1 + id % 3))));
        awaitCheckpoint(table.store().read().version());
      }
    }
  }

  /** Checkpoints are of the newest version, and one that is due while one is written waits. */
  private void awaitCheckpoint(long version) {
    if (version % 10 == 0) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(new LogFolder(folder).checkpoint(version)));
    }
  }

  private TableFixture open(DeltaTables tables, LogEngine engine, int worker) {
    return new TableFixture(
        tables, TableFixture.config(folder, true, engine), worker, IngestObserver.NONE);
  }

  private TableStorage storage() {
    return new LocalTableStorage(folder);
  }

  private TableSnapshot load(LogEngine engine) {
    TableStorage storage = storage();
    SnapshotReader reader =
        engine == LogEngine.KERNEL ? new KernelReader(storage) : new StandaloneReader(storage);
    return new DeltaTableLog(storage, reader, "test", Clock.systemUTC()).load();
  }

  /** Read by the library alone, through Hadoop's own file system. */
  private List<JsonNode> statsByStandalone() throws IOException {
    List<JsonNode> stats = new ArrayList<>();
    DeltaLog log = DeltaLog.forTable(new Configuration(), folder.toString());
    for (AddFile file : log.snapshot().getAllFiles()) {
      stats.add(JSON.readTree(file.getStats()));
    }
    return stats;
  }
}
