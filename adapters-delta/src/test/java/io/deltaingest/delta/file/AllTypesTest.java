package io.deltaingest.delta.file;

import static io.deltaingest.delta.support.Schemas.array;
import static io.deltaingest.delta.support.Schemas.map;
import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every type that a table can have, written and read back by another engine. */
class AllTypesTest {

  private static final String SCHEMA =
      struct(
          "boolean", "\"boolean\"",
          "byte", "\"byte\"",
          "short", "\"short\"",
          "integer", "\"integer\"",
          "long", "\"long\"",
          "float", "\"float\"",
          "double", "\"double\"",
          "wide", "\"decimal(38,10)\"",
          "narrow", "\"decimal(9,2)\"",
          "middle", "\"decimal(18,4)\"",
          "string", "\"string\"",
          "binary", "\"binary\"",
          "date", "\"date\"",
          "timestamp", "\"timestamp\"",
          "ntz", "\"timestamp_ntz\"",
          "nested", struct("a", "\"long\"", "b", struct("c", "\"string\"")),
          "structs", array(struct("x", "\"integer\"", "y", "\"string\"")),
          "texts", map("\"string\"", "\"long\""),
          "lists", map("\"string\"", array("\"double\"")),
          "matrix", array(array("\"integer\"")));

  private static final String PROTOCOL =
      "{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"timestampNtz\"],"
          + "\"writerFeatures\":[\"timestampNtz\"]}";

  private static final List<Object> FIRST =
      Arrays.asList(
          true,
          (byte) -128,
          (short) 32767,
          Integer.MIN_VALUE,
          Long.MAX_VALUE,
          1.5f,
          -2.25e300,
          new BigDecimal("-1234567890123456789012345678.0123456789"),
          new BigDecimal("1234567.89"),
          new BigDecimal("-12345678901234.5678"),
          "Grüße, 世界 \"quoted\"",
          new byte[] {0, 1, (byte) 0xFF},
          LocalDate.of(1969, 7, 20),
          Instant.parse("2021-03-24T15:06:17.321710Z"),
          LocalDateTime.of(1950, 1, 2, 3, 4, 5, 678_901_000),
          List.of(7L, List.of("deep")),
          List.of(List.of(1, "one"), Arrays.asList(2, null)),
          mapOf("a", 1L, "b", null),
          mapOf("x", Arrays.asList(1.0, null, 3.0), "y", List.of()),
          List.of(List.of(1, 2), List.of(), List.of(3)));

  private static final List<Object> NULLS = Arrays.asList(new Object[FIRST.size()]);

  private static final List<Object> SECOND =
      Arrays.asList(
          false,
          (byte) 127,
          (short) -1,
          0,
          -1L,
          -0.0f,
          0.1,
          new BigDecimal("99999999999999999999.9999999999"),
          new BigDecimal("-0.01"),
          new BigDecimal("0.0001"),
          "",
          new byte[0],
          LocalDate.of(2024, 2, 29),
          Instant.parse("1969-12-31T23:59:59.999999Z"),
          LocalDateTime.of(2038, 1, 19, 3, 14, 7),
          Arrays.asList(null, null),
          List.of(),
          Map.of(),
          mapOf("z", null),
          Arrays.asList(null, List.of()));

  @TempDir Path folder;

  @Test
  void shouldWriteEveryTypeSoThatAnotherEngineReadsTheSame() {
    // given
    LogFolder log = new LogFolder(folder).create(PROTOCOL, SCHEMA, List.of(), Map.of());

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      CommitOutcome outcome = table.write(List.of(FIRST, NULLS, SECOND));

      // then
      assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
      List<List<String>> rows =
          duck.texts(
              "select \"boolean\", \"byte\", \"short\", \"integer\", \"long\", \"float\","
                  + " \"double\", wide, narrow, middle, \"string\", hex(\"binary\"),"
                  + " \"date\", epoch_us(\"timestamp\"), ntz::varchar, nested::varchar,"
                  + " structs::varchar, texts::varchar, lists::varchar, matrix::varchar from "
                  + DuckDb.table(log));
      assertThat(rows.get(0))
          .containsExactly(
              "true",
              "-128",
              "32767",
              "-2147483648",
              "9223372036854775807",
              "1.5",
              "-2.25E300",
              "-1234567890123456789012345678.0123456789",
              "1234567.89",
              "-12345678901234.5678",
              "Grüße, 世界 \"quoted\"",
              "0001FF",
              "1969-07-20",
              "1616598377321710",
              "1950-01-02 03:04:05.678901",
              "{'a': 7, 'b': {'c': deep}}",
              "[{'x': 1, 'y': one}, {'x': 2, 'y': NULL}]",
              "{a=1, b=NULL}",
              "{x=[1.0, NULL, 3.0], y=[]}",
              "[[1, 2], [], [3]]");
      assertThat(rows.get(1)).containsOnlyNulls();
      assertThat(rows.get(2))
          .containsExactly(
              "false",
              "127",
              "-1",
              "0",
              "-1",
              "-0.0",
              "0.1",
              "99999999999999999999.9999999999",
              "-0.01",
              "0.0001",
              "",
              "",
              "2024-02-29",
              "-1",
              "2038-01-19 03:14:07",
              "{'a': NULL, 'b': NULL}",
              "[]",
              "{}",
              "{z=NULL}",
              "[NULL, []]");
      assertThat(types(duck, log))
          .containsExactly(
              "BOOLEAN",
              "TINYINT",
              "SMALLINT",
              "INTEGER",
              "BIGINT",
              "FLOAT",
              "DOUBLE",
              "DECIMAL(38,10)",
              "DECIMAL(9,2)",
              "DECIMAL(18,4)",
              "VARCHAR",
              "BLOB",
              "DATE",
              "TIMESTAMP WITH TIME ZONE",
              "TIMESTAMP",
              "STRUCT(a BIGINT, b STRUCT(c VARCHAR))",
              "STRUCT(x INTEGER, y VARCHAR)[]",
              "MAP(VARCHAR, BIGINT)",
              "MAP(VARCHAR, DOUBLE[])",
              "INTEGER[][]");
    }
  }

  @Test
  void shouldWriteStatisticsInTheProtocolsForms() throws Exception {
    // given
    LogFolder log = new LogFolder(folder).create(PROTOCOL, SCHEMA, List.of(), Map.of());

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(FIRST, NULLS, SECOND));
    }

    // then
    JsonNode stats = LogFolder.stats(log.adds().get(0));
    assertThat(stats.get("numRecords").asLong()).isEqualTo(3);
    String text = log.adds().get(0).get("stats").textValue();
    assertThat(text)
        .contains(
            "\"minValues\":{\"byte\":-128,\"short\":-1,\"integer\":-2147483648,\"long\":-1,"
                + "\"float\":-0.0,\"double\":-2.25E300,"
                + "\"wide\":-1234567890123456789012345678.0123456789,\"narrow\":-0.01,"
                + "\"middle\":-12345678901234.5678,\"string\":\"\",\"date\":\"1969-07-20\","
                + "\"timestamp\":\"1969-12-31T23:59:59.999Z\","
                + "\"ntz\":\"1950-01-02T03:04:05.678\","
                + "\"nested\":{\"a\":7,\"b\":{\"c\":\"deep\"}}}")
        .contains("\"wide\":99999999999999999999.9999999999,\"narrow\":1234567.89");
    assertThat(stats.get("maxValues").get("timestamp").asText())
        .isEqualTo("2021-03-24T15:06:17.321Z");
    assertThat(stats.get("maxValues").get("ntz").asText()).isEqualTo("2038-01-19T03:14:07.000");
    assertThat(stats.get("maxValues").has("boolean")).isFalse();
    assertThat(stats.get("maxValues").has("binary")).isFalse();
    assertThat(stats.get("maxValues").has("structs")).isFalse();
    assertThat(stats.get("nullCount").toString())
        .isEqualTo(
            "{\"boolean\":1,\"byte\":1,\"short\":1,\"integer\":1,\"long\":1,\"float\":1,"
                + "\"double\":1,\"wide\":1,\"narrow\":1,\"middle\":1,\"string\":1,\"binary\":1,"
                + "\"date\":1,\"timestamp\":1,\"ntz\":1,\"nested\":{\"a\":2,\"b\":{\"c\":2}},"
                + "\"structs\":1,\"texts\":1,\"lists\":1,\"matrix\":1}");
  }

  private static List<String> types(DuckDb duck, LogFolder log) {
    List<String> types = new ArrayList<>();
    duck.texts("describe select * from " + DuckDb.table(log)).forEach(row -> types.add(row.get(1)));
    return types;
  }

  private static Map<String, Object> mapOf(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
