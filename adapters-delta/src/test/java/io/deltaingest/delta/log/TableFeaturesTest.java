package io.deltaingest.delta.log;

import static io.deltaingest.delta.support.Schemas.field;
import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.KernelRows;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appends to tables with features that ask little or nothing of them. */
class TableFeaturesTest {

  @TempDir Path folder;

  @Test
  void shouldAppendWhereRowsAreMarkedAsDeleted() throws IOException {
    // given: a file of which six rows are deleted, by a Roaring bitmap in Z85
    LogFolder log =
        new LogFolder(folder)
            .create(
                features("deletionVectors", "deletionVectors"),
                ForeignFiles.SCHEMA,
                List.of(),
                Map.of("delta.enableDeletionVectors", "true"));
    try (TableFixture table = new TableFixture(folder)) {
      table.write(LongStream.range(0, 30).mapToObj(id -> List.<Object>of(id, "x")).toList());
      JsonNode add = log.adds().get(0);
      String path = add.get("path").textValue();
      log.put(
          2,
          "{\"remove\":{\"path\":\"" + path + "\",\"deletionTimestamp\":1,\"dataChange\":true}}",
          "{\"add\":{\"path\":\""
              + path
              + "\",\"partitionValues\":{},\"size\":"
              + add.get("size")
              + ",\"modificationTime\":1,\"dataChange\":true,\"stats\":\"{\\\"numRecords\\\":30}\","
              + "\"deletionVector\":{\"storageType\":\"i\",\"pathOrInlineDv\":"
              + "\"^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L\","
              + "\"sizeInBytes\":44,\"cardinality\":6}}}");

      // when
      CommitOutcome outcome = table.write(List.of(List.of(30L, "y")));

      // then
      assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    }
    List<Long> left = LongStream.rangeClosed(0, 30).boxed().toList();
    left = new ArrayList<>(left);
    left.removeAll(List.of(3L, 4L, 7L, 11L, 18L, 29L));
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(left);
    newLog().writeCheckpoint(1, 3);
    for (long version = 0; version < 3; version++) {
      Files.delete(log.entry(version));
    }
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(left);
  }

  @Test
  void shouldWriteTheWiderTypeOnceAColumnWasWidened() throws IOException {
    // given
    String protocol = features("typeWidening", "typeWidening");
    Map<String, String> on = Map.of("delta.enableTypeWidening", "true");
    LogFolder log =
        new LogFolder(folder).create(protocol, struct("id", "\"integer\""), List.of(), on);
    String widened =
        field("id", "\"long\"", true)
            .replace(
                "\"metadata\":{}",
                "\"metadata\":{\"delta.typeChanges\":"
                    + "[{\"fromType\":\"integer\",\"toType\":\"long\"}]}");
    long large = 1L << 40;

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(1)));
      log.put(2, LogFolder.metadata("the-table", struct(List.of(widened)), List.of(), on));
      table.sink().begin(table.store().read());
      assertThat(table.write(List.of(List.of(large)))).isInstanceOf(CommitOutcome.Committed.class);
    }

    // then
    assertThat(ids()).containsExactlyInAnyOrder(1L, large);
  }

  @Test
  void shouldKeepStatisticsOfClusteringColumnsWhereverTheyAre() {
    // given
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      columns.addAll(List.of("c" + i, "\"long\""));
    }
    columns.addAll(List.of("n", struct("x", "\"long\"", "y", "\"long\"")));
    String protocol = features("", "clustering\",\"domainMetadata");
    Map<String, String> few = Map.of("delta.dataSkippingNumIndexedCols", "1");
    String schema = struct(columns.toArray(new String[0]));
    LogFolder log = new LogFolder(folder).create(protocol, schema, List.of(), few);
    log.put(1, clustering("[[\\\"n\\\",\\\"y\\\"]]"));
    List<Object> row = List.of(1L, 2L, 3L, List.of(4L, 5L));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(row));
      log.put(3, clustering("[\\\"c2\\\"]"));
      assertThat(table.write(List.of(row))).isInstanceOf(CommitOutcome.SchemaChanged.class);
      table.sink().begin(table.store().read());
      assertThat(table.write(List.of(row))).isInstanceOf(CommitOutcome.Committed.class);
    }

    // then
    assertThat(minValues(log, 2)).isEqualTo("{\"c0\":1,\"n\":{\"y\":5}}");
    assertThat(minValues(log, 4)).isEqualTo("{\"c0\":1,\"c2\":3}");
    assertThat(log.actions(4, "add").get(0).has("clusteringProvider")).isFalse();
  }

  @Test
  void shouldGoOnFromACheckpointOfTheSecondKind() throws IOException {
    // given: a checkpoint with a unique name, as JSON, and nothing before it
    String protocol = features("v2Checkpoint", "v2Checkpoint");
    String metadata =
        LogFolder.metadata(
            "the-table", ForeignFiles.SCHEMA, List.of(), Map.of("delta.checkpointPolicy", "v2"));
    LogFolder log =
        new LogFolder(folder)
            .create(
                protocol, ForeignFiles.SCHEMA, List.of(), Map.of("delta.checkpointPolicy", "v2"));
    log.put(1, "{\"txn\":{\"appId\":\"app-0\",\"version\":41}}");
    Files.writeString(
        log.folder()
            .resolve("00000000000000000001.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json"),
        "{\"checkpointMetadata\":{\"version\":1}}\n"
            + "{\"protocol\":"
            + protocol
            + "}\n"
            + metadata
            + "\n{\"txn\":{\"appId\":\"app-0\",\"version\":41}}\n");
    Files.delete(log.entry(0));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      assertThat(table.store().read().txnVersion("app-0")).hasValue(41);
      table.append(List.of(List.of(1L, "x"))).commit(OptionalLong.of(41), 42);
    }
    newLog().writeCheckpoint(1, 2);

    // then
    assertThat(log.checkpoint(2)).exists();
    assertThat(ids()).containsExactly(1L);
    assertThat(newLog().load().txnVersion("app-0")).hasValue(42);
  }

  @Test
  void shouldAskNothingMoreOfAppendsToTablesWithChangeDataAndOnlyForAppends() {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(
                "{\"minReaderVersion\":1,\"minWriterVersion\":4}",
                ForeignFiles.SCHEMA,
                List.of(),
                Map.of("delta.enableChangeDataFeed", "true", "delta.appendOnly", "true"));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(1L, "x")));
    }

    // then
    assertThat(log.actions(1))
        .extracting(action -> action.fieldNames().next())
        .containsExactly("commitInfo", "txn", "add");
    assertThat(ids()).containsExactly(1L);
  }

  @Test
  void shouldWriteColumnsThatMustNotBeNullAsRequiredAtAnyDepth() throws IOException {
    // given
    String nested =
        struct(List.of(field("must", "\"long\"", false), field("may", "\"long\"", true)));
    String elements = "{\"type\":\"array\",\"elementType\":\"long\",\"containsNull\":false}";
    LogFolder log =
        new LogFolder(folder)
            .create(
                struct(
                    List.of(
                        field("id", "\"long\"", false),
                        field("n", nested, true),
                        field("l", elements, true))));
    List<Object> whole = List.of(1L, Arrays.asList(2L, null), List.of(3L));
    List<Object> absent = Arrays.asList(2L, null, null);

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(whole, absent));
    }

    // then
    assertThat(new KernelRows(folder).rows()).containsExactlyInAnyOrder(whole, absent);
    Path file = log.file(log.adds().get(0));
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      MessageType stored = reader.getFooter().getFileMetaData().getSchema();
      assertThat(stored.getType("id").getRepetition()).isEqualTo(Repetition.REQUIRED);
      assertThat(stored.getType("n").getRepetition()).isEqualTo(Repetition.OPTIONAL);
      assertThat(stored.getType("n", "must").getRepetition()).isEqualTo(Repetition.REQUIRED);
      assertThat(stored.getType("n", "may").getRepetition()).isEqualTo(Repetition.OPTIONAL);
      assertThat(stored.getType("l", "list", "element").getRepetition())
          .isEqualTo(Repetition.REQUIRED);
    }
  }

  @Test
  void shouldCommitNoNullWhereThereMustBeNoneAtAnyDepth() {
    // given
    String nested = struct(List.of(field("must", "\"long\"", false)));
    LogFolder log = new LogFolder(folder).create(struct(List.of(field("n", nested, true))));

    // when
    CommitOutcome outcome;
    try (TableFixture table = new TableFixture(folder)) {
      outcome = table.write(List.of(List.of(Arrays.asList((Object) null))));
    }

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.Failed.class);
    assertThat(outcome.toString()).contains("n.must").contains("NOT NULL");
    assertThat(log.newest()).isZero();
    assertThat(log.dataFiles()).isEmpty();
  }

  @Test
  void shouldCommitNoEmptyTextAsPartitionThatMustNotBeNull() {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(
                struct(List.of(field("id", "\"long\"", true), field("day", "\"string\"", false))),
                "day");

    // when
    CommitOutcome outcome;
    try (TableFixture table = new TableFixture(folder)) {
      outcome = table.write(List.of(List.of(1L, "")));
    }

    // then
    assertThat(outcome).isInstanceOf(CommitOutcome.Failed.class);
    assertThat(((CommitOutcome.Failed) outcome).failure())
        .hasMessageContaining("partition column day")
        .hasMessageContaining("NOT NULL");
    assertThat(log.newest()).isZero();
  }

  private List<Long> ids() {
    return new KernelRows(folder).rows().stream().map(row -> (Long) row.get(0)).toList();
  }

  private static String minValues(LogFolder log, long version) {
    return LogFolder.stats(log.actions(version, "add").get(0)).get("minValues").toString();
  }

  private static String clustering(String columns) {
    return "{\"domainMetadata\":{\"domain\":\"delta.clustering\",\"configuration\":"
        + "\"{\\\"clusteringColumns\\\":"
        + columns
        + "}\",\"removed\":false}}";
  }

  private static String features(String reader, String writer) {
    return "{\"minReaderVersion\":"
        + (reader.isEmpty() ? 1 : 3)
        + ",\"minWriterVersion\":7,"
        + (reader.isEmpty() ? "" : "\"readerFeatures\":[\"" + reader + "\"],")
        + "\"writerFeatures\":[\""
        + writer
        + "\"]}";
  }

  private DeltaTableLog newLog() {
    return new DeltaTableLog(new LocalTableStorage(folder), "test", Clock.systemUTC());
  }
}
