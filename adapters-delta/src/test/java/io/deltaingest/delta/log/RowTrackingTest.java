package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.KernelRows;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import io.deltaingest.domain.port.TableLog.PreparedCommit;
import io.deltaingest.domain.port.TableLog.PutResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in which every row has an id for good. */
class RowTrackingTest {

  private static final String PROTOCOL =
      "{\"minReaderVersion\":1,\"minWriterVersion\":7,"
          + "\"writerFeatures\":[\"rowTracking\",\"domainMetadata\"]}";

  @TempDir Path folder;

  @Test
  void shouldGiveEachFileOfAllMembersItsRowIds() {
    // given
    LogFolder files = create(Map.of("delta.enableRowTracking", "true"));
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();

    // when
    put(log, table, member(table, 10, 5), member(table, 7));

    // then
    assertThat(files.actions(1, "add"))
        .extracting(add -> add.get("baseRowId").asLong())
        .containsExactly(0L, 10L, 15L);
    assertThat(files.actions(1, "add"))
        .extracting(add -> add.get("defaultRowCommitVersion").asLong())
        .containsOnly(1L);
    assertThat(files.actions(1, "domainMetadata").toString())
        .isEqualTo(
            "[{\"domain\":\"delta.rowTracking\","
                + "\"configuration\":\"{\\\"rowIdHighWaterMark\\\":21}\",\"removed\":false}]");
    assertThat(files.actions(1, "commitInfo").get(0).get("tags").toString())
        .isEqualTo("{\"delta.rowTracking.preserved\":\"true\"}");
  }

  @Test
  void shouldGiveNoIdTwice() throws IOException {
    // given: ids given by us, by another writer, and by us after a checkpoint and a restart
    LogFolder files = create(Map.of());
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();
    put(log, table, member(table, 10));
    table = table.advancedTo(1, Map.of());
    put(log, table, member(table, 10));
    files.put(
        3,
        "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"WRITE\",\"operationParameters\":{}}}",
        "{\"domainMetadata\":{\"domain\":\"delta.rowTracking\","
            + "\"configuration\":\"{\\\"rowIdHighWaterMark\\\":99}\",\"removed\":false}}");
    table = ((LogUpdate.Current) log.follow(table)).snapshot();
    put(log, table, member(table, 10));
    newLog().writeCheckpoint(1, 4);
    for (long version = 0; version < 4; version++) {
      Files.delete(files.entry(version));
    }
    DeltaTableLog restarted = newLog();
    table = restarted.load();

    // when
    put(restarted, table, member(table, 10));

    // then
    assertThat(base(files, 4)).isEqualTo(100);
    assertThat(base(files, 5)).isEqualTo(110);
    assertThat(restarted.follow(restarted.load())).isInstanceOf(LogUpdate.Current.class);
  }

  @Test
  void shouldPrepareAgainAfterALostRace() {
    // given
    LogFolder files = create(Map.of());
    DeltaTableLog log = newLog();
    DeltaTableLog other = newLog();
    TableSnapshot table = log.load();
    PreparedCommit early = log.prepare(table, "early", List.of(member(table, 3)));
    put(other, other.load(), member(table, 20));

    // when
    PutResult lost = log.put(early);
    TableSnapshot followed = ((LogUpdate.Current) log.follow(table)).snapshot();
    put(log, followed, member(table, 3));

    // then
    assertThat(lost).isEqualTo(PutResult.OTHER);
    assertThat(base(files, 2)).isEqualTo(20);
    assertThat(files.actions(2, "add").get(0).get("defaultRowCommitVersion").asLong()).isEqualTo(2);
  }

  @Test
  void shouldReadTheHighestIdWhereItIsNotRemembered() {
    // given
    LogFolder files = create(Map.of());
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();
    put(log, table, member(table, 4));
    TableSnapshot second = newLog().load();

    // when: a log that has not read that version
    DeltaTableLog fresh = newLog();
    put(fresh, second, member(table, 4));

    // then
    assertThat(base(files, 2)).isEqualTo(4);
  }

  @Test
  void shouldSayNothingOfRowsInAVersionWithoutAny() {
    // given
    LogFolder files = create(Map.of());
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();

    // when
    put(log, table, member(table));

    // then
    assertThat(files.actions(1, "domainMetadata")).isEmpty();
  }

  @Test
  void shouldGiveNoIdsWhileTheyAreSuspended() {
    // given
    LogFolder files = create(Map.of("delta.rowTrackingSuspended", "true"));
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();

    // when
    put(log, table, member(table, 4));

    // then
    assertThat(files.actions(1, "add").get(0).has("baseRowId")).isFalse();
    assertThat(files.actions(1, "domainMetadata")).isEmpty();
  }

  @Test
  void shouldBeReadByOthers() {
    // given
    create(Map.of());
    List<List<Object>> rows = List.of(List.of(1L, "a"), List.of(2L, "b"));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      assertThat(table.write(rows)).isInstanceOf(CommitOutcome.Committed.class);
    }

    // then
    assertThat(new KernelRows(folder).rows()).containsExactlyInAnyOrderElementsOf(rows);
  }

  private static long base(LogFolder files, long version) {
    JsonNode add = files.actions(version, "add").get(0);
    return add.get("baseRowId").asLong();
  }

  private static void put(DeltaTableLog log, TableSnapshot base, CommitMember... members) {
    assertThat(log.put(log.prepare(base, "id" + base.version(), List.of(members))))
        .isEqualTo(PutResult.MINE);
  }

  private static CommitMember member(TableSnapshot table, int... rowsOfFiles) {
    List<DataFile> files = new ArrayList<>();
    long sum = 0;
    for (int rows : rowsOfFiles) {
      files.add(
          new DataFile(
              "f" + rows + "-" + table.version() + ".parquet",
              Map.of(),
              1,
              1,
              rows,
              "{\"numRecords\":" + rows + "}"));
      sum += rows;
    }
    TxnChange change = new TxnChange("app-0", OptionalLong.empty(), table.version());
    return new CommitMember(
        new SealedBatch("id", TxnUpdate.append(List.of(change)), sum),
        files,
        table.tableId(),
        table.rules(),
        "app");
  }

  private LogFolder create(Map<String, String> properties) {
    return new LogFolder(folder).create(PROTOCOL, ForeignFiles.SCHEMA, List.of(), properties);
  }

  private DeltaTableLog newLog() {
    return new DeltaTableLog(new LocalTableStorage(folder), "test/1", Clock.systemUTC());
  }
}
