package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.KernelRows;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import io.deltaingest.domain.port.TableLog.PreparedCommit;
import io.deltaingest.domain.port.TableLog.PutResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that carry their own, growing times. */
class InCommitTimestampsTest {

  private static final long NOW = Instant.parse("2024-05-06T07:08:09.123Z").toEpochMilli();
  private static final String PROTOCOL =
      "{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"inCommitTimestamp\"]}";
  private static final Map<String, String> ON = Map.of("delta.enableInCommitTimestamps", "true");

  @TempDir Path folder;
  private LogFolder files;

  @BeforeEach
  void createTable() {
    files = new LogFolder(folder).create(PROTOCOL, ForeignFiles.SCHEMA, List.of(), ON);
    files.put(
        0,
        commitInfo(NOW - 1000),
        "{\"protocol\":" + PROTOCOL + "}",
        LogFolder.metadata("the-table", ForeignFiles.SCHEMA, List.of(), ON));
  }

  @Test
  void shouldBeginTheEntryWithTheTimeOfTheCommit() {
    // given
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();

    // when
    put(log, table);

    // then
    assertThat(files.actions(1).get(0).toString())
        .startsWith("{\"commitInfo\":{\"inCommitTimestamp\":" + NOW + ",");
    assertThat(new KernelRows(folder).timestamp()).isEqualTo(NOW);
  }

  @Test
  void shouldGrowFromVersionToVersionWhileTheClockStands() {
    // given
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();

    // when
    for (int i = 0; i < 3; i++) {
      put(log, table);
      table = table.advancedTo(table.version() + 1, Map.of());
    }

    // then
    assertThat(List.of(time(1), time(2), time(3))).containsExactly(NOW, NOW + 1, NOW + 2);
  }

  @Test
  void shouldGoOnFromATimeInTheFutureThatAnotherWriterUsed() {
    // given
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();
    files.put(1, commitInfo(NOW + 50_000));
    files.put(2, commitInfo(NOW + 60_000));

    // when
    TableSnapshot followed = ((LogUpdate.Current) log.follow(table)).snapshot();
    put(log, followed);
    put(newLog(), newLog().load());

    // then
    assertThat(List.of(time(3), time(4))).containsExactly(NOW + 60_001, NOW + 60_002);
  }

  @Test
  void shouldTakeAnotherTimeAfterALostRace() {
    // given
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();
    PreparedCommit early = log.prepare(table, "id", List.of(member(table)));
    files.put(1, commitInfo(NOW + 5));

    // when
    PutResult lost = log.put(early);
    put(log, ((LogUpdate.Current) log.follow(table)).snapshot());

    // then
    assertThat(lost).isEqualTo(PutResult.OTHER);
    assertThat(time(2)).isEqualTo(NOW + 6);
  }

  @Test
  void shouldBeginWhenAnotherToolTurnsThemOnMeanwhile() throws IOException {
    // given
    files.delete();
    files.create(
        "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
        ForeignFiles.SCHEMA,
        List.of(),
        Map.of());
    DeltaTableLog log = newLog();
    TableSnapshot table = log.load();
    put(log, table);
    files.put(
        2,
        commitInfo(NOW + 100),
        "{\"protocol\":" + PROTOCOL + "}",
        LogFolder.metadata("the-table", ForeignFiles.SCHEMA, List.of(), ON));

    // when
    TableSnapshot upgraded = ((LogUpdate.Current) log.follow(table)).snapshot();
    put(log, upgraded);

    // then
    assertThat(upgraded.rules()).isNotEqualTo(table.rules());
    assertThat(files.actions(1, "commitInfo").get(0).has("inCommitTimestamp")).isFalse();
    assertThat(time(3)).isEqualTo(NOW + 101);
  }

  @Test
  void shouldGoOnFromTheTimeOfTheFileWhereTheEntryHasNone() throws IOException {
    // given
    files.put(1, "{\"txn\":{\"appId\":\"a\",\"version\":1}}");
    Files.setLastModifiedTime(files.entry(1), FileTime.fromMillis(NOW + 70_000));
    DeltaTableLog log = newLog();

    // when
    put(log, log.load());

    // then
    assertThat(time(2)).isEqualTo(NOW + 70_001);
  }

  @Test
  void shouldNotGuessTheTimeBeforeWhenItsEntryIsGone() throws IOException {
    // given
    DeltaTableLog log = newLog();
    log.writeCheckpoint(1, 0);
    TableSnapshot table = log.load();
    Files.delete(files.entry(0));

    // when, then
    assertThatThrownBy(() -> log.prepare(table, "id", List.of(member(table))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("in-commit timestamps")
        .hasMessageContaining("00000000000000000000.json");
  }

  private static String commitInfo(long timestamp) {
    return "{\"commitInfo\":{\"inCommitTimestamp\":"
        + timestamp
        + ",\"timestamp\":1,\"operation\":\"WRITE\",\"operationParameters\":{}}}";
  }

  private long time(long version) {
    JsonNode info = files.actions(version, "commitInfo").get(0);
    return info.get("inCommitTimestamp").asLong();
  }

  private static void put(DeltaTableLog log, TableSnapshot base) {
    assertThat(log.put(log.prepare(base, "id" + base.version(), List.of(member(base)))))
        .isEqualTo(PutResult.MINE);
  }

  private static CommitMember member(TableSnapshot table) {
    return new CommitMember(
        new SealedBatch("id", TxnUpdate.append(List.of()), 0),
        List.of(),
        table.tableId(),
        table.rules(),
        "app");
  }

  private DeltaTableLog newLog() {
    return new DeltaTableLog(
        new LocalTableStorage(folder),
        "test/1",
        Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
  }
}
