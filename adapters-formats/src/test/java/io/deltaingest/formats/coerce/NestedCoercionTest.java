package io.deltaingest.formats.coerce;

import static io.deltaingest.domain.model.PrimitiveType.DATE;
import static io.deltaingest.domain.model.PrimitiveType.INTEGER;
import static io.deltaingest.domain.model.PrimitiveType.LONG;
import static io.deltaingest.domain.model.PrimitiveType.STRING;
import static io.deltaingest.domain.model.PrimitiveType.TIMESTAMP;
import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.Ingested;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Structs, arrays, maps and NOT NULL, at any depth. */
class NestedCoercionTest {

  private static final StructType POINT =
      struct(new StructField("x", INTEGER, false), nullable("label", STRING));

  @Test
  void shouldCoerceAtAnyDepth() {
    DataType type =
        new MapType(
            STRING,
            new ArrayType(new ArrayType(struct(nullable("t", TIMESTAMP)), true), true),
            true);

    Object value =
        Ingested.intoColumn(type)
            .value(
                "{\"k\":[[{\"t\":\"1970-01-01T00:00:01Z\"},{}],[],null,[{\"t\":7,\"u\":8},null]],"
                    + "\"none\":null}");

    assertThat(((Map<?, ?>) value).get("k"))
        .isEqualTo(
            Arrays.asList(
                List.of(Map.of("t", 1_000_000L), mapOfNull("t")),
                List.of(),
                null,
                Arrays.asList(Map.of("t", 7L), null)));
    assertThat((Map<?, ?>) value).hasSize(2).extracting("none").isNull();
  }

  @Test
  void shouldKeepRowsApart() {
    Ingested table =
        Ingested.into(
            nullable("list", new ArrayType(POINT, true)),
            nullable("map", new MapType(STRING, LONG, true)),
            nullable("struct", struct(nullable("inner", POINT))));

    table.row("{\"list\":[{\"x\":1},{\"x\":2,\"label\":\"b\"}],\"map\":{\"a\":1}}");
    table.row("{}");
    table.row("{\"struct\":{\"inner\":{\"x\":3}},\"map\":{},\"list\":[]}");

    assertThat(table.rows())
        .isEqualTo(
            List.of(
                row(List.of(point(1, null), point(2, "b")), Map.of("a", 1L), null),
                row(null, null, null),
                row(List.of(), Map.of(), Map.of("inner", point(3, null)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"x\":\"a\"}   | c.x     | integer | malformed",
        "{\"label\":1}   | c.x     | integer | missing-required",
        "{\"x\":null}    | c.x     | integer | missing-required",
        "[1]             | c       | struct<x:integer,label:string> | wrong-type",
        "\"{}\"          | c       | struct<x:integer,label:string> | wrong-type",
      })
  void shouldNameTheFieldOfAStruct(String json, String column, String wanted, String errorClass) {
    assertRefused(Ingested.intoColumn(POINT).refusal(json), column, wanted, errorClass);
  }

  @Test
  void shouldNameTheElementOfAnArray() {
    DataType type = new ArrayType(new ArrayType(POINT, false), true);

    assertRefused(
        Ingested.intoColumn(type).refusal("[[],[{\"x\":1},{\"x\":1.5}]]"),
        "c[1][1].x",
        "integer",
        "inexact");
    assertRefused(
        Ingested.intoColumn(type).refusal("[[],[{\"x\":1},null]]"),
        "c[1][1]",
        "struct<x:integer,label:string>",
        "missing-required");
    assertRefused(
        Ingested.intoColumn(type).refusal("{\"a\":1}"),
        "c",
        "array<array<struct<x:integer,label:string>>>",
        "wrong-type");
    assertThat(Ingested.intoColumn(type).value("[null]")).isEqualTo(Arrays.asList((Object) null));
  }

  @Test
  void shouldNameTheEntryOfAMap() {
    DataType type = new MapType(STRING, INTEGER, false);

    assertRefused(
        Ingested.intoColumn(type).refusal("{\"a\":1,\"b.c\":\"x\"}"),
        "c[\"b.c\"]",
        "integer",
        "malformed");
    assertRefused(
        Ingested.intoColumn(type).refusal("{\"a\":null}"),
        "c[\"a\"]",
        "integer",
        "missing-required");
    assertRefused(
        Ingested.intoColumn(type).refusal("[[\"a\",1]]"), "c", "map<string,integer>", "wrong-type");
    assertThat(Ingested.intoColumn(type).refusal("{\"" + "k".repeat(1000) + "\":true}").column())
        .hasSizeLessThan(60);
  }

  @Test
  void shouldCoerceMapKeys() {
    assertThat(value(new MapType(INTEGER, STRING, true), "{\"1\":2,\"-3\":4}"))
        .isEqualTo(Map.of(1, "2", -3, "4"));
    assertThat(value(new MapType(DATE, LONG, true), "{\"2021-3-4\":1}"))
        .isEqualTo(Map.of(LocalDate.of(2021, 3, 4), 1L));
    assertThat(value(new MapType(TIMESTAMP, LONG, true), "{\"1970-01-01T00:00:00.000001Z\":1}"))
        .isEqualTo(Map.of(1L, 1L));
    assertThat(value(new MapType(PrimitiveType.BOOLEAN, LONG, true), "{\"true\":1}"))
        .isEqualTo(Map.of(true, 1L));
    assertThat(value(new MapType(new DecimalType(20, 1), LONG, true), "{\"1.5\":1}"))
        .isEqualTo(Map.of(new BigDecimal("1.5"), 1L));
    assertRefused(
        Ingested.intoColumn(new MapType(INTEGER, STRING, true)).refusal("{\"one\":1}"),
        "c[\"one\"]",
        "integer",
        "malformed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}             | ~~   | can't hold an absent value: it is NOT NULL, and there is no value for it",
        "{\"c\":null}   | null | can't hold null: it is NOT NULL, and its value is null",
      })
  void shouldRejectAMissingRequiredColumn(String message, String value, String reason) {
    Rejection rejection = Ingested.into(new StructField("c", LONG, false)).rejection(message);

    assertRefused(rejection, "c", "long", "missing-required");
    assertThat(rejection.value()).isEqualTo(value.isEmpty() ? null : value);
    assertThat(rejection.detail()).isEqualTo("Column c (long) " + reason);
  }

  @Test
  void shouldAllowANullStructWithRequiredFields() {
    assertThat(Ingested.intoColumn(POINT).value("null")).isNull();
    assertThat(Ingested.intoColumn(POINT).row("{}")).containsEntry("c", null);
  }

  @Test
  void shouldTreatAnEmptyRequiredPartitionValueAsNull() {
    TableSchema schema =
        new TableSchema(
            struct(
                new StructField("p", STRING, false),
                nullable("q", STRING),
                new StructField("b", PrimitiveType.BINARY, false),
                new StructField("data", STRING, false)),
            List.of("p", "q", "b"));
    Ingested table = Ingested.into(schema);

    assertThat(table.row("{\"p\":\"x\",\"q\":\"\",\"b\":\"AA\",\"data\":\"\"}"))
        .containsEntry("q", "")
        .containsEntry("data", "");
    assertRefused(
        table.rejection("{\"p\":\"\",\"b\":\"AA\",\"data\":\"\"}"),
        "p",
        "string",
        "missing-required");
    assertRefused(
        table.rejection("{\"p\":\"x\",\"b\":[],\"data\":\"\"}"), "b", "binary", "missing-required");
  }

  @Test
  void shouldRejectBytesThatHaveNoTextFormAsAPartitionValue() {
    TableSchema schema =
        new TableSchema(
            struct(nullable("b", PrimitiveType.BINARY), nullable("c", PrimitiveType.BINARY)),
            List.of("b"));
    Ingested table = Ingested.into(schema);

    assertThat(table.row("{\"b\":\"w7w=\",\"c\":\"/w==\"}")).isNotNull();
    assertRefused(table.rejection("{\"b\":\"/w==\"}"), "b", "binary", "malformed");
  }

  @Test
  void shouldQuoteColumnNamesThatHoldDots() {
    assertThat(
            Ingested.into(nullable("a.b", struct(nullable("c[0]", LONG))))
                .rejection("{\"a.b\":{\"c[0]\":true}}")
                .column())
        .isEqualTo("`a.b`.`c[0]`");
  }

  @Test
  void shouldCompareNamesCaseSensitively() {
    Ingested table = Ingested.into(nullable("Name", STRING), nullable("name", STRING));

    assertThat(table.row("{\"name\":1,\"NAME\":2}"))
        .containsEntry("Name", null)
        .containsEntry("name", "1");
  }

  private static void assertRefused(
      Rejection rejection, String column, String wanted, String errorClass) {
    assertThat(rejection)
        .extracting(Rejection::column, Rejection::wantedType, Rejection::errorClass)
        .containsExactly(column, wanted, errorClass);
    assertThat(rejection.stage()).isEqualTo(Rejection.Stage.STORE);
  }

  private static Object value(DataType type, String json) {
    return Ingested.intoColumn(type).value(json);
  }

  private static StructType struct(StructField... fields) {
    return new StructType(List.of(fields));
  }

  private static Map<String, Object> point(int x, String label) {
    Map<String, Object> point = mapOfNull("label");
    point.put("x", x);
    point.put("label", label);
    return point;
  }

  private static Map<String, Object> row(Object list, Object map, Object struct) {
    Map<String, Object> row = mapOfNull("list");
    row.put("list", list);
    row.put("map", map);
    row.put("struct", struct);
    return row;
  }

  private static Map<String, Object> mapOfNull(String key) {
    Map<String, Object> map = new HashMap<>();
    map.put(key, null);
    return map;
  }
}
