package io.deltaingest.delta.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.SetTransaction;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why the library's transactions are not the log engine's commits: what they do, on our own
 * storage, that the port {@code TableLog} rules out. Should a later version do otherwise, this says
 * so.
 */
class StandaloneTransactionTest {

  private static final Operation OPERATION = new Operation(Operation.Name.STREAMING_UPDATE);

  @TempDir Path folder;
  private LogFolder files;
  private LogConfiguration configuration;
  private DeltaLog log;

  @BeforeEach
  void openTable() {
    files = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    configuration = new LogConfiguration(new LocalTableStorage(folder).log());
    log = DeltaLog.forTable(configuration, LogConfiguration.TABLE);
  }

  @AfterEach
  void closeTable() throws IOException {
    configuration.close();
  }

  @Test
  void shouldGoOnToLaterVersionThoughTheWholeTableWasRead() {
    // given a transaction on version 0, and another writer's version 1 that has no file
    OptimisticTransaction transaction = log.startTransaction();
    transaction.readWholeTable();
    new ForeignFiles(files).commit("other", Map.of("elsewhere", 1L));

    // when
    long version =
        transaction.commit(List.of(txn("app-0"), add("\"{}\"")), OPERATION, "test").getVersion();

    // then the port would have it at version 1 or nowhere
    assertThat(version).isEqualTo(2);
    assertThat(files.actions(2, "txn")).hasSize(1);
  }

  @Test
  void shouldGoOnToLaterVersionWhenItHasNoFile() {
    // given
    OptimisticTransaction transaction = log.startTransaction();
    transaction.readWholeTable();
    files.put(
        1,
        "{\"add\":{\"path\":\"x.parquet\",\"partitionValues\":{\"day\":null},\"size\":1,"
            + "\"modificationTime\":1,\"dataChange\":true}}");

    // when
    long version = transaction.commit(List.of(txn("app-0")), OPERATION, "test").getVersion();

    // then
    assertThat(version).isEqualTo(2);
  }

  @Test
  void shouldWriteCommitInfoThatIsNoBlindAppendAndHasNoTxnId() {
    // given
    OptimisticTransaction transaction = log.startTransaction();
    transaction.readWholeTable();

    // when
    transaction.commit(List.of(txn("app-0"), add("\"{}\"")), OPERATION, "test");

    // then
    JsonNode commitInfo = files.actions(1, "commitInfo").get(0);
    assertThat(commitInfo.get("isBlindAppend").asBoolean()).isFalse();
    assertThat(commitInfo.has("txnId")).isFalse();
  }

  @Test
  void shouldThrowAfterTheVersionIsInPlaceAndDamagedByStatisticsThatAreNoJsonString() {
    // given statistics as the protocol has them: JSON, to be a JSON string in the entry
    OptimisticTransaction transaction = log.startTransaction();

    // when
    Throwable failure =
        catchThrowable(
            () -> transaction.commit(List.of(add("{\"numRecords\":1}")), OPERATION, "test"));

    // then
    assertThat(failure).isNotNull();
    assertThat(files.actions(1, "add").get(0).get("stats").isObject()).isTrue();
  }

  private static Action txn(String appId) {
    return new SetTransaction(appId, 1, Optional.of(1L));
  }

  private static Action add(String stats) {
    return new AddFile("day=a/f.parquet", Map.of("day", "a"), 1, 1, true, stats, null);
  }
}
