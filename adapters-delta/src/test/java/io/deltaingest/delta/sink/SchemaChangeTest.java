package io.deltaingest.delta.sink;

import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.standalone.DeltaLog;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.Metadata;
import io.delta.standalone.types.LongType;
import io.deltaingest.delta.support.KernelRows;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.model.TableSnapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other tools change in a table between two batches, and what the second is written by. */
class SchemaChangeTest {

  @TempDir Path folder;

  @Test
  void shouldWriteTheColumnThatAnotherToolAdded() {
    // given
    LogFolder log = new LogFolder(folder).create(struct("id", "\"long\"", "day", "\"string\""));
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(1L, "a")));
      table.append(List.of(List.of(2L, "b")));
      addColumn();

      // when: the batch that was built before falls, and is built again
      CommitOutcome fallen = table.commit(OptionalLong.of(0), 1);
      assertThat(fallen).isInstanceOf(CommitOutcome.SchemaChanged.class);
      TableSnapshot wider = table.store().read();
      table.sink().begin(wider);
      CommitOutcome committed =
          table.append(List.of(List.of(2L, "b", 20L))).commit(OptionalLong.of(0), 1);

      // then
      assertThat(wider.schema().root().describe())
          .isEqualTo("struct<id:long,day:string,added:long>");
      assertThat(committed).isInstanceOf(CommitOutcome.Committed.class);
      assertThat(table.store().read().txnVersion("app-0")).hasValue(1);
    }
    assertThat(new KernelRows(folder).rows())
        .containsExactlyInAnyOrder(Arrays.asList(1L, "a", null), List.of(2L, "b", 20L));
    assertThat(log.dataFiles()).hasSize(2);
  }

  @Test
  void shouldWriteTheFieldThatWasAddedInsideAColumn() {
    // given
    LogFolder log = new LogFolder(folder).create(struct("n", struct("a", "\"long\"")));
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(List.of(1L))));
      String wider = struct("n", struct("a", "\"long\"", "b", "\"long\""));
      log.put(2, LogFolder.metadata("the-table", wider, List.of(), Map.of()));

      // when
      table.sink().begin(table.store().read());
      table.write(List.of(List.of(List.of(2L, 3L))));
    }

    // then
    assertThat(new KernelRows(folder).rows())
        .containsExactlyInAnyOrder(List.of(Arrays.asList(1L, null)), List.of(List.of(2L, 3L)));
  }

  @Test
  void shouldWriteByThePropertiesThatWereSetMeanwhile() {
    // given
    String schema = struct("id", "\"long\"", "day", "\"string\"");
    LogFolder log = new LogFolder(folder).create(schema);
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(1L, "a")));
      Map<String, String> properties = Map.of("delta.dataSkippingStatsColumns", "day");
      log.put(2, LogFolder.metadata("the-table", schema, List.of(), properties));

      // when
      CommitOutcome fallen = table.write(List.of(List.of(2L, "b")));
      assertThat(fallen).isInstanceOf(CommitOutcome.SchemaChanged.class);
      table.sink().begin(table.store().read());
      table.write(List.of(List.of(2L, "b")));
    }

    // then
    assertThat(LogFolder.stats(log.actions(3, "add").get(0)).get("minValues").toString())
        .isEqualTo("{\"day\":\"b\"}");
  }

  @Test
  void shouldSayWhichFeatureStandsInTheWaySinceLately() {
    // given
    LogFolder log = new LogFolder(folder).create(struct("id", "\"long\""));
    try (TableFixture table = new TableFixture(folder)) {
      table.append(List.of(List.of(1L)));
      log.put(
          1,
          "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":3}}",
          LogFolder.metadata(
              "the-table",
              struct("id", "\"long\""),
              List.of(),
              Map.of("delta.constraints.positive", "id > 0")));

      // when
      CommitOutcome outcome = table.commit(OptionalLong.empty(), 0);

      // then
      assertThat(outcome).isInstanceOf(CommitOutcome.Failed.class);
      assertThat(((CommitOutcome.Failed) outcome).failure())
          .hasMessageContaining("CHECK constraint positive (table feature checkConstraints)");
    }
    assertThat(log.newest()).isEqualTo(1);
  }

  private void addColumn() {
    DeltaLog log = DeltaLog.forTable(new Configuration(), folder.toString());
    OptimisticTransaction transaction = log.startTransaction();
    Metadata metadata = transaction.metadata();
    transaction.updateMetadata(
        metadata
            .copyBuilder()
            .schema(metadata.getSchema().add("added", new LongType(), true))
            .build());
    transaction.commit(
        List.<Action>of(), new Operation(Operation.Name.SET_TABLE_PROPERTIES), "another tool");
  }
}
