package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.Rejection.Stage;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterRowTransformerTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2021-03-24T15:06:17.321710999Z"));
  private static final long NOW_MICROS = 1_616_598_377_321_710L;
  private static final String BAD_JSON = "{\"a\":";
  private static final String GOOD_JSON = " {\"a\" : 1.50, \"a\" : \"\u017elu\u0165\"} ";

  private final TestMessage message =
      TestMessage.of(BAD_JSON)
          .withTopic("requests")
          .withPartition(7)
          .withOffset(42)
          .withTimestamp(1_616_598_377_300L, 0)
          .withKey("key".getBytes(UTF_8));

  @Test
  void shouldRecordAMessageThatWasNotDecodedAsBase64() {
    Map<String, Object> row = row(DeadLetterTable.REFERENCE, message, rejected(Stage.DECODE));

    assertThat(row.values())
        .containsExactly(base64(BAD_JSON), null, "what is wrong", NOW_MICROS, "2021-03-24");
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"TRANSFORM", "STORE"})
  void shouldRecordAMessageThatWasDecodedAsItsOwnText(Stage stage) {
    Map<String, Object> row =
        row(DeadLetterTable.REFERENCE, TestMessage.of(GOOD_JSON), rejected(stage));

    assertThat(row.values())
        .containsExactly(null, GOOD_JSON, "what is wrong", NOW_MICROS, "2021-03-24");
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void shouldRecordBytesThatAreNoTextAsBase64AtAnyStage(Stage stage) {
    byte[] value = {'{', (byte) 0xFF, 0, (byte) 0xED, (byte) 0xA0, (byte) 0x80, '}', 'e', 'n', 'd'};

    Map<String, Object> row = row(DeadLetterTable.FULL, TestMessage.of(value), rejected(stage));

    String encoded = Base64.getEncoder().encodeToString(value);
    assertThat(row)
        .containsEntry("base64_bytes", encoded)
        .containsEntry("value_base64", encoded)
        .containsEntry("json_string", null);
  }

  @Test
  void shouldFillEveryColumnThatHelpsToReplayTheMessage() {
    Map<String, Object> row = row(DeadLetterTable.FULL, message, rejected(Stage.STORE));

    assertThat(row)
        .containsEntry("json_string", BAD_JSON)
        .containsEntry("error_class", "some-class")
        .containsEntry("kafka_topic", "requests")
        .containsEntry("kafka_partition", 7)
        .containsEntry("kafka_offset", 42L)
        .containsEntry("kafka_timestamp", 1_616_598_377_300_000L)
        .containsEntry("kafka_key_base64", base64("key"))
        .containsEntry("value_base64", base64(BAD_JSON));
  }

  @Test
  void shouldLeaveNullWhatTheKafkaRecordDoesNotHave() {
    TestMessage bare = TestMessage.of("").withTimestamp(Message.NO_TIMESTAMP, -1);

    Map<String, Object> row = row(DeadLetterTable.FULL, bare, rejected(Stage.DECODE));

    assertThat(row)
        .containsEntry("kafka_timestamp", null)
        .containsEntry("kafka_key_base64", null)
        .containsEntry("base64_bytes", "")
        .containsEntry("value_base64", "");
    assertThat(
            row(DeadLetterTable.FULL, bare.withTimestamp(Long.MIN_VALUE, 0), rejected(Stage.STORE)))
        .containsEntry("kafka_timestamp", null);
  }

  @Test
  void shouldDoWithoutTheColumnsThatTheTableLacks() {
    TableSchema table = Ingested.table(nullable("kafka_offset", PrimitiveType.LONG));

    assertThat(row(table, message, rejected(Stage.DECODE)))
        .containsExactly(Map.entry("kafka_offset", 42L));
    assertThat(
            row(
                Ingested.table(nullable("other", PrimitiveType.LONG)),
                message,
                rejected(Stage.DECODE)))
        .containsEntry("other", null);
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp, TIMESTAMP, 1616598377321710",
    "timestamp, TIMESTAMP_NTZ, 1616598377321710",
    "timestamp, LONG, 1616598377321710",
    "timestamp, STRING, 1616598377321710",
    "kafka_partition, INTEGER, 7",
    "kafka_partition, LONG, 7",
    "kafka_partition, STRING, 7",
    "kafka_offset, STRING, 42",
    "kafka_timestamp, LONG, 1616598377300000",
    "error, STRING, what is wrong",
  })
  void shouldStoreAFieldInEveryColumnTypeThatHoldsIt(
      String column, PrimitiveType type, String value) {
    assertThat(row(Ingested.table(nullable(column, type)), message, rejected(Stage.DECODE)))
        .hasEntrySatisfying(column, stored -> assertThat(stored).hasToString(value));
  }

  @Test
  void shouldStoreTheBytesThemselvesInBinaryColumns() {
    TableSchema table =
        Ingested.table(
            nullable("base64_bytes", PrimitiveType.BINARY),
            nullable("value_base64", PrimitiveType.BINARY),
            nullable("kafka_key_base64", PrimitiveType.BINARY));

    assertThat(row(table, message, rejected(Stage.DECODE)).values())
        .containsExactly(hex(BAD_JSON), hex(BAD_JSON), hex("key"));
  }

  @Test
  void shouldLetTransformsSeeTheRecordAndTheKafkaRecord() {
    TableSchema table = strings("a", "b", "c", "d", "e", "f", "nested");

    Map<String, Object> row =
        row(
            table,
            message,
            rejected(Stage.DECODE),
            new Transform("a", "kafka.key"),
            new Transform("b", "value_base64"),
            new Transform("c", "join('/', [kafka_topic, error_class])"),
            new Transform("d", "length(base64_bytes)"),
            new Transform("e", "substr(error, `0`, `4`)"),
            new Transform("f", "json_string || 'none'"),
            new Transform("nested.offset", "kafka.offset"));

    assertThat(row.values())
        .containsExactly(
            "key", base64(BAD_JSON), "requests/some-class", "8", "what", "none", "{\"offset\":42}");
  }

  @Test
  void shouldLetATransformReplaceAField() {
    assertThat(
            row(
                DeadLetterTable.FULL,
                message,
                rejected(Stage.DECODE),
                new Transform("error", "error_class")))
        .containsEntry("error", "some-class");
  }

  @Test
  void shouldLeaveTheColumnOfAFailedTransformNullAndCountIt() {
    DeadLetterTransformer transformer =
        factory(
                new Transform("a", "substr(json_string, `0`, `1`)"),
                new Transform("b", "kafka.key"),
                new Transform("c", "join('', offsets)"),
                new Transform("error", "substr(json_string, `0`, `1`)"))
            .create(strings("a", "b", "c", "error"));
    RowBatch batch = new RowBatch(strings("a", "b", "c", "error"));

    Rejection undecoded = transformer.transform(message, rejected(Stage.DECODE), batch);
    long failedAtFirst = transformer.failedTransforms();
    Rejection unstored = transformer.transform(message, rejected(Stage.STORE), batch);

    assertThat(undecoded).isNull();
    assertThat(unstored).isNull();
    assertThat(BatchRows.row(batch, 0).values())
        .containsExactly(null, "key", null, "what is wrong");
    assertThat(failedAtFirst).isEqualTo(3);
    assertThat(BatchRows.row(batch, 1).values()).containsExactly("{", "key", null, "{");
    assertThat(transformer.failedTransforms()).isEqualTo(4);
  }

  @Test
  void shouldSayWhichColumnCannotTakeTheRecordAndLeaveTheBatchAsItWas() {
    TableSchema table =
        Ingested.table(
            nullable("kafka_topic", PrimitiveType.STRING),
            nullable("error", PrimitiveType.INTEGER));
    RowBatch batch = new RowBatch(table);

    Rejection rejection = factory().create(table).transform(message, rejected(Stage.DECODE), batch);

    assertThat(rejection.stage()).isEqualTo(Stage.STORE);
    assertThat(rejection.errorClass()).isEqualTo("malformed");
    assertThat(rejection.column()).isEqualTo("error");
    assertThat(rejection.wantedType()).isEqualTo("integer");
    assertThat(rejection.detail())
        .isEqualTo(
            "The record of a rejected message does not fit: Column error (integer) can't hold"
                + " \"what is wrong\": the text is no number");
    assertThat(batch.rowCount()).isZero();
    assertThat(batch.column(0).size()).isZero();
  }

  @Test
  void shouldNameTheFailedTransformOfARequiredColumn() {
    TableSchema table = Ingested.table(new StructField("date", PrimitiveType.STRING, false));

    Rejection rejection =
        factory(new Transform("date", "substr(json_string, `0`, `10`)"))
            .create(table)
            .transform(message, rejected(Stage.DECODE), new RowBatch(table));

    assertThat(rejection.errorClass()).isEqualTo("missing-required");
    assertThat(rejection.detail())
        .isEqualTo(
            "The record of a rejected message does not fit: Column date (string) can't hold an"
                + " absent value: it is NOT NULL, and there is no value for it. Transform \"date:"
                + " substr(json_string, `0`, `10`)\" can't be applied: substr takes a string, and"
                + " this is of type null");
  }

  @Test
  void shouldGoOnAfterARecordThatDidNotFit() {
    TableSchema table = Ingested.table(new StructField("json_string", PrimitiveType.STRING, false));
    DeadLetterTransformer transformer = factory().create(table);
    RowBatch batch = new RowBatch(table);

    Rejection first = transformer.transform(message, rejected(Stage.STORE), batch);
    Rejection second = transformer.transform(message, rejected(Stage.DECODE), batch);
    Rejection third =
        transformer.transform(TestMessage.of(GOOD_JSON), rejected(Stage.STORE), batch);

    assertThat(first).isNull();
    assertThat(second.column()).isEqualTo("json_string");
    assertThat(third).isNull();
    assertThat(batch.rowCount()).isEqualTo(2);
    assertThat(BatchRows.row(batch, 1)).containsEntry("json_string", GOOD_JSON);
  }

  @Test
  void shouldRefuseTransformsThatDoNotParse() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> factory(new Transform("date", "substr(timestamp")))
        .withMessageContaining("date: substr(timestamp");
  }

  private static DeadLetterRowTransformerFactory factory(Transform... transforms) {
    return DeadLetterRowTransformerFactory.ofJson(List.of(transforms), CLOCK);
  }

  private static Map<String, Object> row(
      TableSchema table, Message message, Rejection cause, Transform... transforms) {
    List<Transform> given =
        transforms.length == 0 ? DeadLetterTable.TRANSFORMS : List.of(transforms);
    RowBatch batch = new RowBatch(table);
    DeadLetterTransformer transformer =
        DeadLetterRowTransformerFactory.ofJson(given, CLOCK).create(table);
    assertThat(transformer.transform(message, cause, batch)).isNull();
    assertThat(transformer.failedTransforms()).isZero();
    assertThat(batch.rowCount()).isEqualTo(1);
    return BatchRows.row(batch, 0);
  }

  private static Rejection rejected(Stage stage) {
    return new Rejection(stage, "some-class", null, null, null, "what is wrong");
  }

  private static TableSchema strings(String... names) {
    return new TableSchema(
        new StructType(
            List.of(names).stream().map(name -> nullable(name, PrimitiveType.STRING)).toList()),
        List.of());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
