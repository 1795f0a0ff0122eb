package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.support.KernelRows;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.Schemas;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.model.TableSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose columns are stored under other names than they have. */
class ColumnMappingTest {

  private static final String FEATURES =
      "{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"columnMapping\"],"
          + "\"writerFeatures\":[\"columnMapping\"]}";
  private static final String LEGACY = "{\"minReaderVersion\":2,\"minWriterVersion\":5}";
  private static final String MODE = "delta.columnMapping.mode";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"name, true", "id, true", "name, false", "id, false"})
  void shouldStoreColumnsUnderTheirPhysicalNamesAndIds(String mode, boolean legacy)
      throws IOException {
    // given
    LogFolder log = create(legacy ? LEGACY : FEATURES, schema("the id"), Map.of(MODE, mode));
    List<Object> first =
        List.of(1L, "mon", List.of("x", List.of(List.of(7L))), Map.of("k", List.of(8L)));
    List<Object> second = Arrays.asList(2L, null, null, null);

    // when
    try (TableFixture table = new TableFixture(folder)) {
      assertThat(table.write(List.of(first, second))).isInstanceOf(CommitOutcome.Committed.class);
    }

    // then
    assertThat(new KernelRows(folder).rows()).containsExactlyInAnyOrder(first, second);
    JsonNode add =
        log.adds().stream()
            .filter(a -> a.get("partitionValues").get("col-day").isTextual())
            .findFirst()
            .orElseThrow();
    assertThat(add.get("partitionValues").toString()).isEqualTo("{\"col-day\":\"mon\"}");
    assertThat(add.get("path").textValue()).startsWith("col-day=mon/");
    JsonNode stats = LogFolder.stats(add);
    assertThat(stats.get("minValues").toString())
        .isEqualTo("{\"col-id\":1,\"col-n\":{\"col-n-a\":\"x\"}}");
    assertThat(stats.get("nullCount").toString())
        .isEqualTo("{\"col-id\":0,\"col-n\":{\"col-n-a\":0,\"col-n-list\":0},\"col-m\":0}");
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(log.file(add)))) {
      MessageType stored = reader.getFooter().getFileMetaData().getSchema();
      assertThat(stored.getFields()).extracting(Type::getName).doesNotContain("col-day");
      assertThat(stored.getType("col-id").getId().intValue()).isEqualTo(1);
      assertThat(stored.getType("col-n").getId().intValue()).isEqualTo(3);
      assertThat(stored.getType("col-n", "col-n-a").getId().intValue()).isEqualTo(4);
      assertThat(stored.getType("col-n", "col-n-list").getId().intValue()).isEqualTo(5);
      assertThat(
              stored
                  .getType("col-n", "col-n-list", "list", "element", "col-n-list-x")
                  .getId()
                  .intValue())
          .isEqualTo(6);
      assertThat(stored.getType("col-n", "col-n-list", "list", "element").getId()).isNull();
      assertThat(stored.getType("col-m", "key_value", "value", "col-m-y").getId().intValue())
          .isEqualTo(8);
    }
  }

  @ParameterizedTest
  @CsvSource({"name", "id"})
  void shouldWriteOnWhenAColumnIsRenamedMeanwhile(String mode) {
    // given
    LogFolder log = create(FEATURES, schema("the id"), Map.of(MODE, mode));
    List<Object> first = Arrays.asList(1L, "mon", null, null);
    List<Object> second = Arrays.asList(2L, "mon", null, null);

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(first));
      log.put(
          2,
          LogFolder.metadata(
              "the-table", schema("n\u00e9w;"), List.of("a day"), Map.of(MODE, mode)));
      assertThat(table.write(List.of(second))).isInstanceOf(CommitOutcome.SchemaChanged.class);
      TableSnapshot renamed = table.store().read();
      assertThat(renamed.schema().columns().get(0).name()).isEqualTo("n\u00e9w;");
      table.sink().begin(renamed);
      assertThat(table.write(List.of(second))).isInstanceOf(CommitOutcome.Committed.class);
    }

    // then
    assertThat(new KernelRows(folder).rows()).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void shouldFindStatisticsColumnsByTheNamesThatPeopleKnow() {
    // given
    LogFolder log =
        create(
            FEATURES,
            schema("the id"),
            Map.of(MODE, "name", "delta.dataSkippingStatsColumns", "n.a"));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(Arrays.asList(1L, "mon", Arrays.asList("x", null), null)));
    }

    // then
    assertThat(LogFolder.stats(log.adds().get(0)).get("nullCount").toString())
        .isEqualTo("{\"col-n\":{\"col-n-a\":0}}");
  }

  private LogFolder create(String protocol, String schema, Map<String, String> properties) {
    return new LogFolder(folder).create(protocol, schema, List.of("a day"), properties);
  }

  private static String schema(String nameOfId) {
    String listElement = Schemas.struct(List.of(mapped("x", "\"long\"", "col-n-list-x", 6)));
    String mapValue = Schemas.struct(List.of(mapped("y", "\"long\"", "col-m-y", 8)));
    return Schemas.struct(
        List.of(
            mapped(nameOfId, "\"long\"", "col-id", 1),
            mapped("a day", "\"string\"", "col-day", 2),
            mapped(
                "n",
                Schemas.struct(
                    List.of(
                        mapped("a", "\"string\"", "col-n-a", 4),
                        mapped("list", Schemas.array(listElement), "col-n-list", 5))),
                "col-n",
                3),
            mapped("m", Schemas.map("\"string\"", mapValue), "col-m", 7)));
  }

  private static String mapped(String name, String type, String physical, int id) {
    return Schemas.field(name, type, true)
        .replaceAll(
            "\"metadata\":\\{\\}}$",
            "\"metadata\":{\"delta.columnMapping.id\":"
                + id
                + ",\"delta.columnMapping.physicalName\":\""
                + physical
                + "\"}}");
  }
}
