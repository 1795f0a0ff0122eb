package io.deltaingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One table, one transformer, one batch: what a test puts in and gets out. */
public final class Ingested {

  private final RowBatch batch;
  private final RowTransformer transformer;

  private Ingested(TableSchema schema, MessageRowTransformerFactory factory) {
    batch = new RowBatch(schema);
    transformer = factory.create(schema);
  }

  /** What a stream of that format and filter makes of messages; no format may need a registry. */
  public static Ingested of(
      MessageFormat format,
      Optional<String> filter,
      List<Transform> transforms,
      StructField... columns) {
    return new Ingested(
        table(columns),
        new MessageRowTransformerFactory(
            format,
            transforms,
            filter,
            StreamConfig.SchemaEvolution.NONE,
            registry -> {
              throw new AssertionError("asked for " + registry);
            }));
  }

  public static Ingested into(TableSchema schema, Transform... transforms) {
    return new Ingested(schema, MessageRowTransformerFactory.ofJson(List.of(transforms)));
  }

  public static Ingested into(List<Transform> transforms, StructField... columns) {
    return new Ingested(table(columns), MessageRowTransformerFactory.ofJson(transforms));
  }

  public static Ingested into(StructField... columns) {
    return into(List.of(), columns);
  }

  /** Into a table whose only column is {@code c}. */
  public static Ingested intoColumn(DataType type) {
    return into(StructField.nullable("c", type));
  }

  public static TableSchema table(StructField... columns) {
    return new TableSchema(new StructType(List.of(columns)), List.of());
  }

  public RowBatch batch() {
    return batch;
  }

  public long filtered() {
    return transformer.filtered();
  }

  /** Puts in a message that becomes no row, and is not rejected either. */
  public void leaveOut(Message message) {
    int before = batch.rowCount();
    long filteredBefore = filtered();
    assertThat(transformer.transform(message, batch)).isNull();
    assertThat(batch.rowCount()).isEqualTo(before);
    assertThat(filtered()).isEqualTo(filteredBefore + 1);
    assertEveryColumnHas(before);
  }

  public Map<String, Long> dropped() {
    return transformer.droppedProperties();
  }

  /** The row that an accepted message became. */
  public Map<String, Object> row(String json) {
    return row(TestMessage.of(json));
  }

  public Map<String, Object> row(Message message) {
    int before = batch.rowCount();
    assertThat(transformer.transform(message, batch)).isNull();
    assertThat(batch.rowCount()).isEqualTo(before + 1);
    assertEveryColumnHas(before + 1);
    return BatchRows.row(batch, before);
  }

  /** The value of column {@code c} for a message {@code {"c": json}}. */
  public Object value(String json) {
    return row("{\"c\":" + json + "}").get("c");
  }

  /** Why a message was not accepted; it left nothing in the batch. */
  public Rejection rejection(String json) {
    return rejection(TestMessage.of(json));
  }

  public Rejection rejection(Message message) {
    List<Map<String, Object>> before = rows();
    Rejection rejection = transformer.transform(message, batch);
    assertThat(rejection).isNotNull();
    assertThat(batch.rowCount()).isEqualTo(before.size());
    assertEveryColumnHas(before.size());
    assertThat(rows()).isEqualTo(before);
    return rejection;
  }

  /** Why column {@code c} did not take that value. */
  public Rejection refusal(String json) {
    return rejection("{\"c\":" + json + "}");
  }

  public List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < batch.rowCount(); i++) {
      rows.add(BatchRows.row(batch, i));
    }
    return rows;
  }

  private void assertEveryColumnHas(int rows) {
    for (int i = 0; i < batch.columnCount(); i++) {
      assertThat(batch.column(i).size()).isEqualTo(rows);
    }
  }
}
