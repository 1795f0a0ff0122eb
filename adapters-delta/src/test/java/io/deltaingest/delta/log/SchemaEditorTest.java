package io.deltaingest.delta.log;

import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.delta.support.KernelRows;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose schema grows with the rows that need it, read by Kernel. */
class SchemaEditorTest {

  private static final String MAPPED = "{\"minReaderVersion\":2,\"minWriterVersion\":5}";
  private static final String WIDENING =
      "{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"typeWidening\"],"
          + "\"writerFeatures\":[\"typeWidening\"]}";
  private static final Map<String, String> ENABLED = Map.of("delta.enableTypeWidening", "true");

  @TempDir Path folder;

  @Test
  void shouldAddColumnsAtTheTopAndInside() {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(struct("n", struct("a", "\"long\""), "day", "\"string\""), "day");
    StructType wanted =
        struct1(
            field("n", struct1(field("b", PrimitiveType.STRING))),
            field("tags", new ArrayType(struct1(field("k", PrimitiveType.BOOLEAN)), true)),
            field("DAY", PrimitiveType.LONG),
            field("two words", PrimitiveType.LONG));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(List.of(1L), "x")));
      TableSnapshot grown = table.store().grow(table.store().read(), wanted).orElseThrow();
      table.sink().begin(grown);
      CommitOutcome outcome =
          table.write(
              List.of(
                  Arrays.asList(List.of(2L, "b"), "x", List.of(List.of(true))),
                  Arrays.asList(null, "y", null)));
      assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);

      // then
      assertThat(grown.schema().root().describe())
          .as("names that differ in case only, and names that Spark can't read, are left out")
          .isEqualTo("struct<n:struct<a:long,b:string>,day:string,tags:array<struct<k:boolean>>>");
      assertThat(table.store().read().rules()).isEqualTo(grown.rules());
      assertThat(table.write(List.of(Arrays.asList(null, "z", null))))
          .as("the same sink goes on")
          .isInstanceOf(CommitOutcome.Committed.class);
    }
    assertThat(new KernelRows(folder).rows())
        .containsExactlyInAnyOrder(
            Arrays.asList(Arrays.asList(1L, null), "x", null),
            List.of(List.of(2L, "b"), "x", List.of(List.of(true))),
            Arrays.asList(null, "y", null),
            Arrays.asList(null, "z", null));
    assertThat(log.actions(2, "metaData")).hasSize(1);
    assertThat(log.actions(2, "add")).isNotEmpty();
    JsonNode metadata = log.actions(2, "metaData").get(0);
    assertThat(metadata.path("id").asText()).isEqualTo("the-table");
    assertThat(metadata.path("createdTime").asLong()).isEqualTo(1_700_000_000_000L);
    assertThat(metadata.path("partitionColumns").toString()).isEqualTo("[\"day\"]");
    assertThat(log.actions(3, "metaData")).isEmpty();
  }

  @Test
  void shouldWriteNothingForRowsThatDoNotComeOrNeedNothing() {
    LogFolder log = new LogFolder(folder).create(struct("id", "\"long\""));
    try (TableFixture table = new TableFixture(folder)) {
      TableSnapshot before = table.store().read();
      assertThat(
              table.store().grow(before, struct1(field("id", PrimitiveType.STRING))).orElseThrow())
          .as("a type that can't be widened stays")
          .isSameAs(before);
      TableSnapshot grown =
          table.store().grow(before, struct1(field("x", PrimitiveType.LONG))).orElseThrow();
      table.sink().begin(grown);
      assertThat(table.commit(java.util.OptionalLong.empty(), 3))
          .as("offsets alone need no column")
          .isInstanceOf(CommitOutcome.Committed.class);
      assertThat(log.actions(1, "metaData")).isEmpty();
      table.write(List.of(List.of(1L, 2L)));
      assertThat(log.actions(2, "metaData")).hasSize(1);
    }
  }

  @Test
  void shouldGiveNewColumnsOfMappedTablesAnIdAndAName() throws IOException {
    String id =
        "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,"
            + "\"metadata\":{\"delta.columnMapping.id\":1,"
            + "\"delta.columnMapping.physicalName\":\"col-1\"}}]}";
    LogFolder log =
        new LogFolder(folder)
            .create(
                MAPPED,
                id,
                List.of(),
                Map.of("delta.columnMapping.mode", "name", "delta.columnMapping.maxColumnId", "1"));
    try (TableFixture table = new TableFixture(folder)) {
      StructType wanted = struct1(field("two words", struct1(field("in", PrimitiveType.LONG))));
      table.sink().begin(table.store().grow(table.store().read(), wanted).orElseThrow());
      assertThat(table.write(List.of(List.of(1L, List.of(2L)))))
          .isInstanceOf(CommitOutcome.Committed.class);
    }

    assertThat(new KernelRows(folder).rows()).containsExactly(List.of(1L, List.of(2L)));
    JsonNode metadata = log.actions(1, "metaData").get(0);
    assertThat(metadata.path("configuration").path("delta.columnMapping.maxColumnId").asText())
        .isEqualTo("3");
    JsonNode column =
        new ObjectMapper().readTree(metadata.path("schemaString").asText()).path("fields").get(1);
    assertThat(column.path("metadata").path("delta.columnMapping.id").asInt()).isEqualTo(2);
    assertThat(column.path("metadata").path("delta.columnMapping.physicalName").asText())
        .startsWith("col-");
  }

  @ParameterizedTest
  @CsvSource({
    "integer, LONG, 5000000000",
    "float, DOUBLE, 0.1",
    "short, INTEGER, 70000",
  })
  void shouldWidenTypesWhereTheTableAllowsIt(String from, PrimitiveType to, String value) {
    LogFolder log =
        new LogFolder(folder).create(WIDENING, struct("v", "\"" + from + "\""), List.of(), ENABLED);
    Object before = from.equals("float") ? (Object) 1.5f : from.equals("short") ? (short) 1 : 1;
    Object after =
        switch (to) {
          case LONG -> Long.valueOf(value);
          case INTEGER -> Integer.valueOf(value);
          default -> Double.valueOf(value);
        };
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(before)));
      table
          .sink()
          .begin(table.store().grow(table.store().read(), struct1(field("v", to))).orElseThrow());
      assertThat(table.write(List.of(List.of(after)))).isInstanceOf(CommitOutcome.Committed.class);
    }

    assertThat(log.actions(2, "metaData").get(0).path("schemaString").asText())
        .contains("\"delta.typeChanges\":[{\"fromType\":\"" + from + "\",\"toType\":");
    assertThat(new KernelRows(folder).rows())
        .extracting(row -> ((Number) row.get(0)).doubleValue())
        .containsExactlyInAnyOrder(((Number) before).doubleValue(), ((Number) after).doubleValue());
  }

  @Test
  void shouldKeepTypesWhereTheTableDoesNotAllowIt() {
    new LogFolder(folder).create(struct("v", "\"integer\""));
    try (TableFixture table = new TableFixture(folder)) {
      TableSnapshot before = table.store().read();

      assertThat(table.store().grow(before, struct1(field("v", PrimitiveType.LONG))).orElseThrow())
          .isSameAs(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "byte | long | true",
        "integer | double | true",
        "long | double | false",
        "long | integer | false",
        "date | timestamp_ntz | true",
        "date | timestamp | false",
        "integer | decimal(10,0) | true",
        "integer | decimal(10,1) | false",
        "long | decimal(20,0) | true",
        "decimal(5,2) | decimal(7,3) | true",
        "decimal(5,2) | decimal(5,3) | false",
        "decimal(5,2) | decimal(6,4) | false",
        "decimal(5,2) | decimal(5,2) | false",
        "string | long | false"
      })
  void shouldKnowWhichTypesAreWider(String from, String to, boolean allowed) {
    assertThat(TypeWidening.allows(from, to)).isEqualTo(allowed);
    assertThat(new DecimalType(7, 3).describe())
        .as("how types are named")
        .isEqualTo("decimal(7,3)");
  }

  private static StructField field(String name, DataType type) {
    return StructField.nullable(name, type);
  }

  private static StructType struct1(StructField... fields) {
    return new StructType(List.of(fields));
  }
}
