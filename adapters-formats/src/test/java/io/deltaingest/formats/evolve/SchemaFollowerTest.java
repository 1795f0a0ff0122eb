package io.deltaingest.formats.evolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.formats.json.JsonTokenizer;
import io.deltaingest.formats.value.ValueTape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a table lacks for messages. */
class SchemaFollowerTest {

  private final ValueTape tape = new ValueTape();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | boolean",
        "7 | long",
        "-12345678901234567890 | decimal(38,0)",
        "1e400 | double",
        "1.5 | double",
        "\"2021-03-24T15:06:17Z\" | string",
        "[1, 2.5, null] | array<double>",
        "[1, \"a\"] | array<string>",
        "[{\"a\":1},{\"b\":true}] | array<struct<a:long,b:boolean>>",
        "[{\"a\":1},7] | array<string>",
        "{\"a\":{\"b\":null,\"c\":1}} | struct<a:struct<c:long>>"
      })
  void shouldGiveTheTypeThatTakesTheValue(String json, String type) {
    SchemaFollower follower = new SchemaFollower(schema());

    assertThat(lacks(follower, "{\"known\":1,\"v\":" + json + "}")).isTrue();

    assertThat(follower.wanted().describe()).isEqualTo("struct<v:" + type + ">");
  }

  @Test
  void shouldWantTheWidestOfWhatSeveralValuesNeed() {
    SchemaFollower follower =
        new SchemaFollower(
            new TableSchema(
                new StructType(
                    List.of(
                        StructField.nullable("a", PrimitiveType.BYTE),
                        StructField.nullable("b", PrimitiveType.SHORT))),
                List.of(),
                true));

    lacks(follower, "{\"a\":300,\"b\":100000}");
    lacks(follower, "{\"a\":5000000000,\"b\":0.5}");

    assertThat(follower.wanted().describe()).isEqualTo("struct<a:long,b:double>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"null", "[]", "[null]", "{}", "{\"a\":null}", "[{}]"})
  void shouldWantNothingForValuesThatDoNotSay(String json) {
    SchemaFollower follower = new SchemaFollower(schema());

    assertThat(lacks(follower, "{\"v\":" + json + "}")).isFalse();
    assertThat(follower.wanted()).isNull();
  }

  @Test
  void shouldLookInsideOfColumns() {
    StructType inside = new StructType(List.of(field("a", PrimitiveType.LONG)));
    SchemaFollower follower =
        new SchemaFollower(
            schema(
                field("s", inside),
                field("l", new ArrayType(inside, true)),
                field("m", new MapType(PrimitiveType.STRING, inside, true))));

    assertThat(
            lacks(
                follower,
                "{\"s\":{\"a\":1,\"x\":1},\"l\":[{\"y\":true},{\"a\":2}],\"m\":{\"k\":{\"z\":\"t\"}}}"))
        .isTrue();

    assertThat(follower.wanted().describe())
        .isEqualTo(
            "struct<s:struct<x:long>,l:array<struct<y:boolean>>,m:map<string,struct<z:string>>>");
    assertThat(lacks(follower, "{\"s\":{\"a\":1},\"l\":[{\"a\":2}],\"m\":{\"k\":null}}")).isFalse();
  }

  @Test
  void shouldGatherWhatMessagesWantTogether() {
    SchemaFollower follower = new SchemaFollower(schema());

    lacks(follower, "{\"a\":1,\"b\":{\"c\":1}}");
    lacks(follower, "{\"a\":1.5,\"b\":{\"d\":\"x\"},\"e\":true}");

    assertThat(follower.wanted().describe())
        .isEqualTo("struct<a:double,b:struct<c:long,d:string>,e:boolean>");
  }

  @Test
  void shouldAskNoMoreForWhatIsNotToBeHad() {
    StructType inside = new StructType(List.of(field("a", PrimitiveType.LONG)));
    SchemaFollower follower = new SchemaFollower(schema(field("s", inside)));
    lacks(follower, "{\"x\":1,\"s\":{\"y\":2}}");

    follower.doWithout(follower.wanted());

    assertThat(follower.wanted()).isNull();
    assertThat(lacks(follower, "{\"x\":1,\"s\":{\"y\":2}}")).isFalse();
    assertThat(lacks(follower, "{\"s\":{\"x\":2},\"y\":1}")).as("other places").isTrue();
  }

  @Test
  void shouldNotLetATableGrowWithoutEnd() {
    SchemaFollower follower = new SchemaFollower(schema());
    boolean lacked = true;
    int messages = 0;
    for (; lacked && messages < 10_000; messages++) {
      lacked = lacks(follower, "{\"name" + messages + "\":1}");
    }

    assertThat(messages).isBetween(SchemaFollower.MOST_FIELDS - 10, SchemaFollower.MOST_FIELDS);
    assertThat(follower.wanted().fields()).hasSize(SchemaFollower.MOST_FIELDS - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "BYTE, 300, short",
    "BYTE, 70000, integer",
    "SHORT, -70000, integer",
    "INTEGER, 5000000000, long",
    "INTEGER, 1.5, double",
    "INTEGER, 5, ",
    "INTEGER, 1e30, ",
    "LONG, 1.5, ",
    "LONG, 99999999999999999999, ",
  })
  void shouldWantWiderNumbersWhereTheTableAllowsIt(
      PrimitiveType there, String number, String wider) {
    TableSchema schema =
        new TableSchema(new StructType(List.of(field("n", there))), List.of(), true);
    SchemaFollower follower = new SchemaFollower(schema);

    lacks(follower, "{\"n\":" + number + "}");

    assertThat(follower.wanted() == null ? null : follower.wanted().describe())
        .isEqualTo(wider == null ? null : "struct<n:" + wider + ">");
    SchemaFollower fixed = new SchemaFollower(new TableSchema(schema.root(), List.of()));
    assertThat(lacks(fixed, "{\"n\":" + number + "}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1.234, 'decimal(6,3)'", "12345.6, 'decimal(7,2)'", "1.20, ", "1e36, "})
  void shouldWantWiderDecimals(String number, String wider) {
    TableSchema schema =
        new TableSchema(
            new StructType(List.of(field("n", new DecimalType(5, 2)))), List.of(), true);
    SchemaFollower follower = new SchemaFollower(schema);

    lacks(follower, "{\"n\":" + number + "}");

    assertThat(follower.wanted() == null ? null : follower.wanted().describe())
        .isEqualTo(wider == null ? null : "struct<n:" + wider + ">");
  }

  private boolean lacks(SchemaFollower follower, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    int root = new JsonTokenizer(tape).read(bytes, 0, bytes.length);
    return follower.lacks(tape, root);
  }

  private static StructField field(String name, DataType type) {
    return StructField.nullable(name, type);
  }

  private static TableSchema schema(StructField... more) {
    List<StructField> fields = new java.util.ArrayList<>();
    fields.add(field("known", PrimitiveType.LONG));
    fields.addAll(List.of(more));
    return new TableSchema(new StructType(fields), List.of());
  }
}
