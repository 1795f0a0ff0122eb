package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.InterruptedReads;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitProtocol;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import io.deltaingest.testkit.contract.ForeignWriter;
import io.deltaingest.testkit.contract.TableLogContract;
import io.deltaingest.testkit.fake.TableLogOver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on local files, and what is special to them, whatever library reads them. */
public abstract class DeltaTableLogSuite extends TableLogContract {

  private static final Instant NOW = Instant.parse("2024-05-06T07:08:09.123Z");

  @TempDir Path folder;
  protected LogFolder files;
  protected DeltaTableLog log;
  private DeltaTableLog otherLog;

  /** The library under test, on that table. */
  protected abstract SnapshotReader reader(TableStorage storage);

  @BeforeEach
  void createTable() {
    files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    log = newLog();
    otherLog = newLog();
  }

  @Override
  protected TableLog log() {
    return log;
  }

  @Override
  protected TableLog otherLog() {
    return otherLog;
  }

  @Override
  protected ForeignWriter foreign() {
    return new ForeignFiles(files);
  }

  @Test
  void shouldWriteEntryLineByLineInTheFormOfOtherWriters() {
    // given
    TableSnapshot table = log.load();
    Map<String, String> partition = new LinkedHashMap<>();
    partition.put("day", null);
    DataFile file =
        new DataFile("day=x%2520y/f.parquet", partition, 123, 456, 7, "{\"numRecords\":7}");
    SealedBatch batch =
        new SealedBatch(
            "the-id",
            TxnUpdate.append(List.of(new TxnChange("app-0", OptionalLong.empty(), 41))),
            7);
    CommitMember member =
        new CommitMember(batch, List.of(file), table.tableId(), table.rules(), "app");

    // when
    log.put(log.prepare(table, "the-id", List.of(member)));

    // then
    List<JsonNode> actions = files.actions(1);
    assertThat(actions.get(0).toString())
        .isEqualTo(
            "{\"commitInfo\":{\"timestamp\":1714979289123,\"operation\":\"STREAMING UPDATE\","
                + "\"operationParameters\":{\"outputMode\":\"Append\",\"queryId\":\"app\","
                + "\"epochId\":\"1714979289123\"},\"isBlindAppend\":true,"
                + "\"operationMetrics\":{\"numAddedFiles\":\"1\",\"numRemovedFiles\":\"0\","
                + "\"numOutputRows\":\"7\",\"numOutputBytes\":\"123\"},"
                + "\"engineInfo\":\"test/1\",\"txnId\":\"the-id\"}}");
    assertThat(actions.get(1).toString())
        .isEqualTo("{\"txn\":{\"appId\":\"app-0\",\"version\":41,\"lastUpdated\":1714979289123}}");
    assertThat(actions.get(2).toString())
        .isEqualTo(
            "{\"add\":{\"path\":\"day=x%2520y/f.parquet\",\"partitionValues\":{\"day\":null},"
                + "\"size\":123,\"modificationTime\":456,\"dataChange\":true,"
                + "\"stats\":\"{\\\"numRecords\\\":7}\"}}");
    assertThat(actions).hasSize(3);
  }

  @Test
  void shouldWriteTimeOfTxn() {
    // given
    TableSnapshot table = log.load();
    CommitMember member =
        new CommitMember(
            new SealedBatch(
                "id",
                TxnUpdate.append(List.of(new TxnChange("app-0", OptionalLong.empty(), 41))),
                0),
            List.of(),
            table.tableId(),
            table.rules(),
            "app");

    // when
    log.put(log.prepare(table, "id", List.of(member)));

    // then
    assertThat(otherLog.load().txns()).isEqualTo(Map.of("app-0", new Txn(41, NOW.toEpochMilli())));
  }

  @Test
  void shouldSeeColumnThatAnotherWriterAdded() {
    // given
    TableSnapshot table = log.load();
    foreign().addColumn();

    // when
    LogUpdate.Current update = (LogUpdate.Current) log.follow(table);

    // then
    assertThat(update.snapshot().schema().columns()).hasSize(table.schema().columns().size() + 1);
  }

  @Test
  void shouldReadTimeOfTxn() {
    // given
    files.put(1, "{\"txn\":{\"appId\":\"a\",\"version\":1,\"lastUpdated\":77}}");
    files.put(2, "{\"txn\":{\"appId\":\"b\",\"version\":2}}");

    // when
    TableSnapshot table = log.load();

    // then
    assertThat(table.txns()).isEqualTo(Map.of("a", new Txn(1, 77), "b", new Txn(2, Txn.NO_TIME)));
  }

  @Test
  void shouldTakeTableForReplacedWhenKnownEntryWasWrittenAgain() throws IOException {
    // given
    foreign().commit("a", Map.of("app-0", 1L));
    TableSnapshot table = log.load();
    files.put(1, "{\"txn\":{\"appId\":\"app-0\",\"version\":2}}");
    Files.setLastModifiedTime(files.entry(1), FileTime.from(NOW));

    // when
    LogUpdate update = log.follow(table);

    // then
    assertThat(update).isEqualTo(new LogUpdate.Replaced("version 1 was written again"));
  }

  @Test
  void shouldGoOnFromCheckpointWhenKnownEntriesWereCleanedUp() throws IOException {
    // given
    TableSnapshot table = log.load();
    for (long offset = 1; offset <= 12; offset++) {
      foreign().commit("commit-" + offset, Map.of("app-0", offset));
    }
    otherLog.writeCheckpoint(10, 10);
    for (long version = 0; version <= 11; version++) {
      Files.delete(files.entry(version));
    }

    // when
    LogUpdate.Current update = (LogUpdate.Current) log.follow(table);

    // then
    assertThat(update.snapshot().version()).isEqualTo(12);
    assertThat(update.snapshot().txnVersion("app-0")).hasValue(12);
    assertThat(update.snapshot().tableId()).isEqualTo(table.tableId());
    assertThat(update.commitIds()).containsExactly("commit-12");
    assertThat(log.follow(update.snapshot()))
        .isEqualTo(new LogUpdate.Current(update.snapshot(), Set.of()));
  }

  @Test
  void shouldTakeTableForReplacedWhenItsLogIsGone() throws IOException {
    // given
    TableSnapshot table = log.load();
    Files.delete(files.entry(0));
    Files.delete(files.folder());

    // when
    LogUpdate update = log.follow(table);

    // then
    assertThat(update).isEqualTo(new LogUpdate.Replaced("its log folder is gone"));
  }

  @Test
  void shouldTakeTableForReplacedWhenItWentBackInVersions() throws IOException {
    // given
    foreign().commit("a", Map.of("app-0", 1L));
    foreign().commit("b", Map.of("app-0", 2L));
    TableSnapshot table = log.load();
    Files.delete(files.entry(2));

    // when
    LogUpdate update = log.follow(table);

    // then
    assertThat(update).isEqualTo(new LogUpdate.Replaced("its newest version is 1, and was 2"));
  }

  @Test
  void shouldWaitForEntryThatIsNotCompleteYet() throws IOException {
    // given
    TableSnapshot table = log.load();
    Files.writeString(files.entry(1), "{\"commitInfo\":{\"timest");
    Files.setLastModifiedTime(files.entry(1), FileTime.from(NOW));

    // when, then
    assertThatThrownBy(() -> log.follow(table))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("00000000000000000001.json")
        .hasMessageContaining("not complete");
  }

  @Test
  void shouldNotWaitForEntryThatHasBeenDamagedForLong() throws IOException {
    // given
    TableSnapshot table = log.load();
    Files.writeString(files.entry(1), "");
    Files.setLastModifiedTime(files.entry(1), FileTime.from(NOW.minus(Duration.ofMinutes(2))));

    // when, then
    assertThatThrownBy(() -> log.follow(table))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("00000000000000000001.json")
        .hasMessageContaining("damaged");
  }

  @Test
  void shouldSayThatThereIsNoTable() {
    // given
    DeltaTableLog nowhere = logOf(folder.resolve("nowhere"));

    // when, then
    assertThatThrownBy(nowhere::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("There is no Delta table at " + folder.resolve("nowhere"))
        .hasMessageContaining("--create --schema FILE");
  }

  @Test
  void shouldSayThatLogIsDamaged() throws IOException {
    // given
    Files.writeString(files.entry(1), "no JSON at all\n");

    // when, then
    assertThatThrownBy(log::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("damaged");
  }

  @Test
  void shouldFailWhenFolderIsGoneBeforePut() throws IOException {
    // given
    TableSnapshot table = log.load();
    TableLog.PreparedCommit commit = log.prepare(table, "id", List.of(emptyMember(table)));
    Files.delete(files.entry(0));
    Files.delete(files.folder());

    // when, then
    assertThatThrownBy(() -> log.put(commit))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("log folder is gone");
  }

  @Test
  void shouldPutNothingIntoTheTableThatTookThePlace() {
    // given: an entry for version 3, and a new table with fewer versions, or as many
    foreign().commit("a", Map.of("app-0", 1L));
    foreign().commit("b", Map.of("app-0", 2L));
    TableSnapshot table = log.load();
    TableLog.PreparedCommit commit = log.prepare(table, "id", List.of(emptyMember(table)));
    foreign().replaceTable();

    // when, then: no gap is left in its log
    assertThat(log.put(commit)).isEqualTo(TableLog.PutResult.OTHER);
    assertThat(files.entry(3)).doesNotExist();

    // given
    foreign().commit("other-a", Map.of("app-0", 1L));
    foreign().commit("other-bb", Map.of("app-0", 2L));

    // when, then
    assertThat(log.put(commit)).isEqualTo(TableLog.PutResult.OTHER);
    assertThat(files.entry(3)).doesNotExist();
    assertThat(log.follow(table)).isInstanceOf(LogUpdate.Replaced.class);
  }

  @Test
  void shouldTellTheBatchThatWaitedForStorageThatTheTableWasReplacedMeanwhile() {
    // given: storage that fails once, and a person who makes the table again meanwhile
    foreign().commit("a", Map.of("app-0", 1L));
    TableSnapshot table = log.load();
    TableLog awayOnce =
        new TableLogOver(log) {
          private boolean away = true;

          @Override
          public PutResult put(PreparedCommit commit) {
            if (away) {
              away = false;
              foreign().replaceTable();
              throw new TransientException(Problem.of("Writing failed", "no space left", ""));
            }
            return super.put(commit);
          }
        };
    CommitProtocol protocol =
        new CommitProtocol(awayOnce, attempt -> true, () -> 0, () -> 0, table, () -> {});

    // when
    CommitOutcome outcome = protocol.commit(List.of(emptyMember(table))).get("id");

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.TableReplaced.class);
    assertThat(files.newest()).isZero();
  }

  @Test
  void shouldNotTakeATableForTheOneThatItReadWhenItTookThePlaceMeanwhile() {
    // given: a table that is replaced by one with as many versions, just after its newest was read
    AtomicBoolean armed = new AtomicBoolean();
    TableStorage storage =
        InterruptedReads.of(
            new LocalTableStorage(folder),
            "00000000000000000001.json",
            () -> {
              if (armed.getAndSet(false)) {
                foreign().replaceTable();
                foreign().commit("another", Map.of("app-0", 1L));
              }
            });
    DeltaTableLog swapped =
        new DeltaTableLog(storage, reader(storage), "test/1", Clock.fixed(NOW, ZoneOffset.UTC));
    TableSnapshot table = swapped.load();
    foreign().commit("a", Map.of("app-0", 1L));
    armed.set(true);

    // when
    TableSnapshot followed = ((LogUpdate.Current) swapped.follow(table)).snapshot();
    LogUpdate later = swapped.follow(followed);

    // then
    assertThat(armed).isFalse();
    assertThat(later)
        .isEqualTo(new LogUpdate.Replaced("its id is another-table, and was the-table"));
  }

  @Test
  void shouldNoticePropertyThatAnotherToolSet() {
    // given
    TableSnapshot table = log.load();
    Map<String, String> properties = Map.of("delta.dataSkippingNumIndexedCols", "0", "note", "x");
    files.put(1, LogFolder.metadata("the-table", ForeignFiles.SCHEMA, List.of("day"), properties));

    // when
    TableSnapshot followed = ((LogUpdate.Current) log.follow(table)).snapshot();

    // then
    assertThat(followed.properties()).isEqualTo(properties);
    assertThat(followed.rules()).isNotEqualTo(table.rules());
  }

  @Test
  void shouldTakeOverPropertyThatDoesNotConcernAppendsUnderTheSameRules() {
    // given
    TableSnapshot table = log.load();
    files.put(
        1,
        LogFolder.metadata(
            "the-table",
            ForeignFiles.SCHEMA,
            List.of("day"),
            Map.of("delta.checkpointInterval", "3")));

    // when
    TableSnapshot followed = ((LogUpdate.Current) log.follow(table)).snapshot();

    // then
    assertThat(followed.properties()).containsEntry("delta.checkpointInterval", "3");
    assertThat(followed.rules()).isEqualTo(table.rules());
  }

  @Test
  void shouldGiveOffsetStoreThatNoticesAnotherTable() {
    // given
    DeltaOffsetStore store = new DeltaOffsetStore(log, folder.toString());
    store.read();
    foreign().commit("a", Map.of("app-0", 4L));
    assertThat(store.read().txnVersion("app-0")).hasValue(4);
    foreign().replaceTable();

    // when, then
    assertThatThrownBy(store::read)
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("is not the one that this stream began with");
  }

  private static CommitMember emptyMember(TableSnapshot table) {
    return new CommitMember(
        new SealedBatch("id", TxnUpdate.append(List.of()), 0),
        List.of(),
        table.tableId(),
        table.rules(),
        "app");
  }

  private DeltaTableLog newLog() {
    return logOf(folder);
  }

  private DeltaTableLog logOf(Path table) {
    TableStorage storage = new LocalTableStorage(table);
    return new DeltaTableLog(storage, reader(storage), "test/1", Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
