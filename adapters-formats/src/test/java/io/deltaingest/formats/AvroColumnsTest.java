package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What columns and transforms make of Avro's types. */
class AvroColumnsTest {

  private static final long MICROS = 1_616_598_377_321_710L;

  @ParameterizedTest
  @CsvSource({
    "timestamp-millis, 1616598377321, 1616598377321000",
    "timestamp-micros, 1616598377321710, 1616598377321710",
    "timestamp-nanos, 1616598377321710999, 1616598377321710",
    "timestamp-nanos, -1, -1",
    "local-timestamp-millis, -1, -1000",
    "local-timestamp-micros, 1616598377321710, 1616598377321710",
    "local-timestamp-nanos, 1616598377321710000, 1616598377321710",
  })
  void shouldConvertTimestampsToMicroseconds(String logicalType, long written, long micros) {
    String type = logical("long", logicalType);

    assertThat(stored(type, written, PrimitiveType.TIMESTAMP)).isEqualTo(micros);
    assertThat(stored(type, written, PrimitiveType.TIMESTAMP_NTZ)).isEqualTo(micros);
    assertThat(stored(type, written, PrimitiveType.LONG)).isEqualTo(written);
    assertThat(stored(type, written, PrimitiveType.STRING)).isEqualTo(Long.toString(written));
  }

  @Test
  void shouldRefuseATimestampThatMicrosecondsCannotHold() {
    Rejection rejection =
        refused(logical("long", "timestamp-millis"), Long.MAX_VALUE / 999, PrimitiveType.TIMESTAMP);

    assertThat(rejection.errorClass()).isEqualTo("out-of-range");
    assertThat(rejection.column()).isEqualTo("c");
  }

  @Test
  void shouldTakeDatesAndTimesOfDayForWhatTheyAre() {
    String date = logical("int", "date");
    String midnight = logical("long", "timestamp-millis");

    assertThat(stored(date, 18_710, PrimitiveType.DATE)).isEqualTo(LocalDate.of(2021, 3, 24));
    assertThat(stored(date, -1, PrimitiveType.TIMESTAMP)).isEqualTo(-86_400_000_000L);
    assertThat(stored(date, 18_710, PrimitiveType.INTEGER)).isEqualTo(18_710);
    assertThat(stored(midnight, -86_400_000L, PrimitiveType.DATE))
        .isEqualTo(LocalDate.of(1969, 12, 31));
    assertThat(refused(midnight, 1L, PrimitiveType.DATE).errorClass()).isEqualTo("inexact");
    assertThat(stored(logical("int", "time-millis"), 5, PrimitiveType.INTEGER)).isEqualTo(5);
    assertThat(stored(logical("long", "time-micros"), 5L, PrimitiveType.LONG)).isEqualTo(5L);
    assertThat(refused(logical("long", "time-micros"), 5L, PrimitiveType.TIMESTAMP).errorClass())
        .isEqualTo("wrong-type");
    assertThat(refused(logical("int", "time-millis"), 5, PrimitiveType.DATE).errorClass())
        .isEqualTo("wrong-type");
  }

  @ParameterizedTest
  @CsvSource({
    "12.34, 2",
    "-0.01, 2",
    "0.00, 2",
    "-128, 0",
    "255, 0",
    "-99999999999999999999.999, 3",
    "12345678901234567890123456789012345.678, 3",
    "-9223372036854775808, 0"
  })
  void shouldStoreDecimalsExactly(String text, int scale) {
    BigDecimal number = new BigDecimal(text);
    byte[] unscaled = number.unscaledValue().toByteArray();
    String type = decimal("\"bytes\"", scale);

    assertThat(stored(type, ByteBuffer.wrap(unscaled), new DecimalType(38, 3)))
        .isEqualTo(number.setScale(3));
    assertThat(stored(type, ByteBuffer.wrap(unscaled), PrimitiveType.STRING)).isEqualTo(text);
    assertThat(stored(type, ByteBuffer.wrap(unscaled), PrimitiveType.DOUBLE))
        .isEqualTo(number.doubleValue());
    assertThat(stored(type, ByteBuffer.wrap(unscaled), PrimitiveType.BINARY))
        .isEqualTo(HexFormat.of().formatHex(unscaled));
  }

  @Test
  void shouldRefuseADecimalThatDoesNotFitExactly() {
    ByteBuffer unscaled =
        ByteBuffer.wrap(BigDecimal.valueOf(12345, 3).unscaledValue().toByteArray());
    String type = decimal("\"bytes\"", 3);

    Rejection inexact = refused(type, unscaled, new DecimalType(10, 2));
    assertThat(inexact.errorClass()).isEqualTo("inexact");
    assertThat(inexact.value()).isEqualTo("12.345");
    assertThat(refused(type, unscaled, new DecimalType(4, 3)).errorClass())
        .isEqualTo("out-of-range");
    assertThat(refused(type, unscaled, PrimitiveType.LONG).errorClass()).isEqualTo("inexact");
    assertThat(refused(type, ByteBuffer.allocate(0), new DecimalType(4, 3)).errorClass())
        .isEqualTo("wrong-type");
    assertThat(refused(type, ByteBuffer.allocate(513), new DecimalType(4, 3)).errorClass())
        .isEqualTo("wrong-type");
  }

  @Test
  void shouldStoreFixedDecimalsUuidsAndDurations() {
    String fixedDecimal = decimal("\"fixed\",\"name\":\"D\",\"size\":9", 2);
    String duration =
        "{\"type\":\"fixed\",\"name\":\"F\",\"size\":12,\"logicalType\":\"duration\"}";
    String uuid = "{\"type\":\"fixed\",\"name\":\"U\",\"size\":16,\"logicalType\":\"uuid\"}";
    byte[] uuidBytes = HexFormat.of().parseHex("831c6afa375c4988b248096f9ed101f8");
    String uuidText = "831c6afa-375c-4988-b248-096f9ed101f8";

    assertThat(storedFixed(fixedDecimal, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -100}))
        .isEqualTo("-1.00");
    assertThat(storedFixed(duration, new byte[] {1, 0, 0, 0, 2, 0, 0, 0, (byte) 0xBC, 11, 0, 0}))
        .isEqualTo("P1M2DT3.004S");
    assertThat(storedFixed(duration, new byte[12])).isEqualTo("PT0S");
    assertThat(storedFixed(duration, new byte[] {-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0}))
        .isEqualTo("P4294967295M");
    assertThat(storedFixed(uuid, uuidBytes)).isEqualTo(uuidText);
    assertThat(stored(logical("string", "uuid"), uuidText, PrimitiveType.STRING))
        .isEqualTo(uuidText);
    assertThat(stored(logical("string", "uuid"), uuidText, PrimitiveType.BINARY))
        .isEqualTo("831c6afa375c4988b248096f9ed101f8");
    assertThat(refused(logical("string", "uuid"), "no-uuid", PrimitiveType.BINARY).errorClass())
        .isEqualTo("malformed");
  }

  @Test
  void shouldPutBytesIntoBinaryColumnsAndAsNumbersIntoOthers() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 127, -128, -1});

    assertThat(stored("\"bytes\"", bytes, PrimitiveType.BINARY)).isEqualTo("007f80ff");
    assertThat(stored("\"bytes\"", bytes, PrimitiveType.STRING)).isEqualTo("[0,127,128,255]");
    assertThat(stored("\"bytes\"", bytes, new ArrayType(PrimitiveType.INTEGER, true)))
        .isEqualTo(List.of(0, 127, 128, 255));
    assertThat(refused("\"bytes\"", bytes, PrimitiveType.INTEGER).errorClass())
        .isEqualTo("wrong-type");
    assertThat(refused("\"bytes\"", bytes, PrimitiveType.BOOLEAN).errorClass())
        .isEqualTo("wrong-type");
  }

  @Test
  void shouldKeepBinaryNumbersAsTheyAre() {
    assertThat(stored("\"double\"", 0.1, PrimitiveType.DOUBLE)).isEqualTo(0.1);
    assertThat(stored("\"double\"", Double.NaN, PrimitiveType.DOUBLE)).isEqualTo(Double.NaN);
    assertThat(stored("\"float\"", 0.1f, PrimitiveType.FLOAT)).isEqualTo(0.1f);
    assertThat(stored("\"float\"", 0.1f, PrimitiveType.DOUBLE)).isEqualTo((double) 0.1f);
    assertThat(stored("\"double\"", 0.1, PrimitiveType.FLOAT)).isEqualTo(0.1f);
    assertThat(stored("\"double\"", 3.0, PrimitiveType.INTEGER)).isEqualTo(3);
    assertThat(stored("\"float\"", 0.1f, new DecimalType(4, 1))).isEqualTo(new BigDecimal("0.1"));
    assertThat(stored("\"double\"", 1e300, PrimitiveType.STRING)).isEqualTo("1.0E300");
    assertThat(stored("\"double\"", -0.0, PrimitiveType.STRING)).isEqualTo("-0.0");
    assertThat(stored("\"float\"", Float.NaN, PrimitiveType.STRING)).isEqualTo("NaN");
    assertThat(refused("\"double\"", 0.5, PrimitiveType.LONG).errorClass()).isEqualTo("inexact");
    assertThat(refused("\"double\"", 1e300, PrimitiveType.FLOAT).errorClass())
        .isEqualTo("out-of-range");
    assertThat(refused("\"double\"", 1e-300, PrimitiveType.FLOAT).errorClass())
        .isEqualTo("out-of-range");
    assertThat(refused("\"double\"", Double.NaN, PrimitiveType.LONG).errorClass())
        .isEqualTo("wrong-type");
  }

  @Test
  void shouldTakeTheBranchOfAUnionThatWasWritten() {
    String type = "[\"null\",\"int\",\"string\",{\"type\":\"array\",\"items\":\"int\"}]";

    assertThat(stored(type, null, PrimitiveType.INTEGER)).isNull();
    assertThat(stored(type, 7, PrimitiveType.INTEGER)).isEqualTo(7);
    assertThat(stored(type, 7, PrimitiveType.STRING)).isEqualTo("7");
    assertThat(stored(type, "42", PrimitiveType.INTEGER)).isEqualTo(42);
    assertThat(stored(type, List.of(1, 2), PrimitiveType.STRING)).isEqualTo("[1,2]");
    assertThat(refused(type, "x", PrimitiveType.INTEGER).errorClass()).isEqualTo("malformed");
    assertThat(refused(type, List.of(1), PrimitiveType.INTEGER).errorClass())
        .isEqualTo("wrong-type");
  }

  @Test
  void shouldNestRecordsArraysMapsAndEnums() {
    Schema schema =
        AvroBytes.record(
            "{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}}",
            "{\"name\":\"times\",\"type\":{\"type\":\"map\",\"values\":"
                + logical("long", "timestamp-millis")
                + "}}",
            "{\"name\":\"next\",\"type\":[\"null\",\"R\"]}",
            "{\"name\":\"unknown\",\"type\":\"int\"}");
    GenericData.EnumSymbol symbol =
        new GenericData.EnumSymbol(schema.getField("kind").schema(), "B");
    Object inner = AvroBytes.of(schema, symbol, Map.of(), null, 1);
    Object outer = AvroBytes.of(schema, symbol, Map.of("a", 1L, "b", -1L), inner, 2);
    FormatTable table =
        FormatTable.ofContainers(
            Ingested.table(
                nullable("kind", PrimitiveType.STRING),
                nullable("times", new MapType(PrimitiveType.STRING, PrimitiveType.TIMESTAMP, true)),
                nullable(
                    "next",
                    new StructType(
                        List.of(
                            nullable("kind", PrimitiveType.STRING),
                            nullable("next", PrimitiveType.STRING))))));

    assertThat(table.row(AvroBytes.container(schema, outer)))
        .isEqualTo(
            mapOf(
                "kind",
                "B",
                "times",
                Map.of("a", 1000L, "b", -1000L),
                "next",
                mapOf("kind", "B", "next", null)));
  }

  @Test
  void shouldShowTransformsTheNumbersThatWereWritten() {
    Schema schema =
        AvroBytes.record(
            "{\"name\":\"ts\",\"type\":" + logical("long", "timestamp-millis") + "}",
            "{\"name\":\"amount\",\"type\":" + decimal("\"bytes\"", 2) + "}",
            "{\"name\":\"ratio\",\"type\":\"double\"}");
    byte[] message =
        AvroBytes.container(
            schema, AvroBytes.of(schema, MICROS / 1000, ByteBuffer.wrap(new byte[] {1, 44}), 2.5));
    FormatTable table =
        FormatTable.ofContainers(
            Ingested.table(
                nullable("ts", PrimitiveType.TIMESTAMP),
                nullable("amount", new DecimalType(5, 2)),
                nullable("micros", PrimitiveType.TIMESTAMP),
                nullable("raw", PrimitiveType.TIMESTAMP),
                nullable("day", PrimitiveType.STRING),
                nullable("copy", PrimitiveType.STRING),
                nullable("whole", PrimitiveType.STRING),
                nullable("sum", PrimitiveType.DOUBLE),
                nullable("size", PrimitiveType.INTEGER),
                nullable(
                    "nested", new StructType(List.of(nullable("ts", PrimitiveType.TIMESTAMP))))),
            new Transform("micros", "epoch_millis_to_micro(ts)"),
            new Transform("raw", "ts"),
            new Transform("day", "substr(epoch_millis_to_iso8601(ts), `0`, `10`)"),
            new Transform("copy", "amount"),
            new Transform("whole", "to_string(@)"),
            new Transform("sum", "sum([ratio, `0.25`])"),
            new Transform("size", "length(amount)"),
            new Transform("nested", "@"));

    long millis = MICROS / 1000;
    assertThat(table.row(message))
        .isEqualTo(
            mapOf(
                "ts",
                millis * 1000,
                "amount",
                new BigDecimal("3.00"),
                "micros",
                millis * 1000,
                "raw",
                millis,
                "day",
                "2021-03-24",
                "copy",
                "[1,44]",
                "whole",
                "{\"ts\":" + millis + ",\"amount\":[1,44],\"ratio\":2.5}",
                "sum",
                2.75,
                "size",
                2,
                "nested",
                Map.of("ts", millis)));
  }

  private static String logical(String type, String logicalType) {
    return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logicalType + "\"}";
  }

  private static String decimal(String type, int scale) {
    return "{\"type\":"
        + type
        + ",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":"
        + scale
        + "}";
  }

  private static Object storedFixed(String type, byte[] bytes) {
    Schema schema = AvroBytes.schema(type);
    return stored(type, new GenericData.Fixed(schema, bytes), PrimitiveType.STRING);
  }

  private static Object stored(String type, Object value, DataType column) {
    return table(column).row(message(type, value)).get("c");
  }

  private static Rejection refused(String type, Object value, DataType column) {
    Rejection rejection = table(column).rejection(message(type, value));
    assertThat(rejection.stage()).isEqualTo(Rejection.Stage.STORE);
    return rejection;
  }

  private static FormatTable table(DataType column) {
    return FormatTable.ofContainers(Ingested.table(nullable("c", column)));
  }

  private static byte[] message(String type, Object value) {
    Schema schema = AvroBytes.record("{\"name\":\"c\",\"type\":" + type + "}");
    GenericData.Record record = new GenericData.Record(schema);
    record.put(0, value);
    return AvroBytes.container(schema, record);
  }

  private static Map<String, Object> mapOf(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
