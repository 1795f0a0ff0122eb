package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A table and its dead-letter table, with every column there is. What is put in has to become one
 * row of one of them, and nothing else may happen.
 */
final class RowOrDeadLetter {

  /** A detail names values by excerpts, and transforms and columns as they are written. */
  private static final int LONGEST_DETAIL = 1_000;

  private static final TableSchema DEAD_LETTERS = deadLetters();
  private static final DeadLetterRowTransformerFactory FACTORY =
      DeadLetterRowTransformerFactory.ofJson(
          List.of(
              DeadLetterTable.TRANSFORMS.get(0),
              new Transform("everything", "to_string(@)"),
              new Transform("start", "substr(json_string, `0`, `3`)")),
          InstantSource.system());

  private final RowTransformer transformer;
  private final DeadLetterTransformer deadLetterTransformer = FACTORY.create(DEAD_LETTERS);
  private final RowBatch rows;
  private final RowBatch deadLetters = new RowBatch(DEAD_LETTERS);

  RowOrDeadLetter(TableSchema table, List<Transform> transforms) {
    transformer = MessageRowTransformerFactory.ofJson(transforms).create(table);
    rows = new RowBatch(table);
  }

  /** Returns why the message is a dead letter, or null where it is a row. */
  Rejection ingest(byte[] value) {
    TestMessage message = TestMessage.of(value).withKey(value);
    List<Map<String, Object>> before = rows(rows);

    Rejection rejection = transformer.transform(message, rows);

    List<Map<String, Object>> after = rows(rows);
    assertWhole(rows);
    if (rejection == null) {
      assertThat(after).hasSize(before.size() + 1);
      assertThat(after.subList(0, before.size())).isEqualTo(before);
    } else {
      assertThat(after).isEqualTo(before);
      assertThat(rejection.detail()).isNotBlank().hasSizeLessThan(LONGEST_DETAIL);
      assertThat(rejection.value() == null || rejection.value().length() <= 200).isTrue();
      bury(message, value, rejection);
    }
    return rejection;
  }

  private void bury(TestMessage message, byte[] value, Rejection cause) {
    assertThat(deadLetterTransformer.transform(message, cause, deadLetters)).isNull();

    assertWhole(deadLetters);
    Map<String, Object> letter = BatchRows.row(deadLetters, deadLetters.rowCount() - 1);
    assertThat(decoded(letter, "value_base64")).isEqualTo(value);
    assertThat(decoded(letter, "kafka_key_base64")).isEqualTo(value);
    if (letter.get("json_string") == null) {
      assertThat(decoded(letter, "base64_bytes")).isEqualTo(value);
    } else {
      assertThat(letter.get("base64_bytes")).isNull();
      assertThat(((String) letter.get("json_string")).getBytes(StandardCharsets.UTF_8))
          .isEqualTo(value);
    }
    assertThat(letter.get("json_string") == null)
        .isEqualTo(cause.stage() == Rejection.Stage.DECODE);
    assertThat(letter)
        .containsEntry("error", cause.detail())
        .containsEntry("error_class", cause.errorClass())
        .hasEntrySatisfying("everything", all -> assertThat((String) all).startsWith("{"));
    deadLetters.clear();
  }

  private static byte[] decoded(Map<String, Object> letter, String column) {
    return Base64.getDecoder().decode((String) letter.get(column));
  }

  private static List<Map<String, Object>> rows(RowBatch batch) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < batch.rowCount(); i++) {
      rows.add(BatchRows.row(batch, i));
    }
    return rows;
  }

  private static void assertWhole(RowBatch batch) {
    for (int column = 0; column < batch.columnCount(); column++) {
      assertThat(batch.column(column).size()).isEqualTo(batch.rowCount());
    }
  }

  private static TableSchema deadLetters() {
    List<StructField> columns = new ArrayList<>(DeadLetterTable.FULL.columns());
    columns.add(nullable("everything", PrimitiveType.STRING));
    columns.add(nullable("start", PrimitiveType.STRING));
    return Ingested.table(columns.toArray(StructField[]::new));
  }
}
