package io.deltaingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.RegistryConfig;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table, and a table of its dead letters, that messages of one format are put into. */
public final class FormatTable {

  public static final RegistryConfig REGISTRY =
      RegistryConfig.at(URI.create("http://registry.example.com"));

  private final RowBatch rows;
  private final RowBatch letters = new RowBatch(DeadLetterTable.FULL);
  private final RowTransformer transformer;
  private final DeadLetterTransformer deadLetters;

  private FormatTable(
      ValueFormat value, SchemaRegistry registry, TableSchema schema, List<Transform> transforms) {
    MessageFormat format = MessageFormat.of(value);
    rows = new RowBatch(schema);
    transformer =
        new MessageRowTransformerFactory(
                format,
                transforms,
                Optional.empty(),
                StreamConfig.SchemaEvolution.NONE,
                config -> registry)
            .create(schema);
    deadLetters =
        new DeadLetterRowTransformerFactory(
                format, List.of(), config -> registry, InstantSource.system())
            .create(DeadLetterTable.FULL);
  }

  public static FormatTable ofContainers(TableSchema schema, Transform... transforms) {
    return new FormatTable(
        ValueFormat.of(MessageFormat.Type.AVRO, Optional.empty()),
        null,
        schema,
        List.of(transforms));
  }

  public static FormatTable ofFile(
      MessageFormat.Type type, Path file, TableSchema schema, Transform... transforms) {
    return new FormatTable(
        ValueFormat.of(type, Optional.of(file.toString())), null, schema, List.of(transforms));
  }

  /**
   * @param messageType the full name of the Protobuf message in the file
   */
  public static FormatTable ofFile(
      MessageFormat.Type type, String messageType, Path file, TableSchema schema) {
    return new FormatTable(
        new ValueFormat(
            type, Optional.of(file.toString()), Optional.of(messageType), Optional.empty(), false),
        null,
        schema,
        List.of());
  }

  public static FormatTable ofRegistry(
      MessageFormat.Type type,
      SchemaRegistry registry,
      TableSchema schema,
      Transform... transforms) {
    return new FormatTable(ValueFormat.of(type, REGISTRY), registry, schema, List.of(transforms));
  }

  public static FormatTable ofValidatedJson(SchemaRegistry registry, TableSchema schema) {
    return new FormatTable(
        new ValueFormat(
            MessageFormat.Type.JSON_REGISTRY,
            Optional.empty(),
            Optional.empty(),
            Optional.of(REGISTRY),
            true),
        registry,
        schema,
        List.of());
  }

  /** The rows that an accepted message became. */
  public List<Map<String, Object>> rows(byte[] value) {
    int before = rows.rowCount();
    assertThat(transformer.transform(TestMessage.of(value), rows)).isNull();
    List<Map<String, Object>> added = new ArrayList<>();
    for (int i = before; i < rows.rowCount(); i++) {
      added.add(BatchRows.row(rows, i));
    }
    return added;
  }

  /** The only row that an accepted message became. */
  public Map<String, Object> row(byte[] value) {
    List<Map<String, Object>> added = rows(value);
    assertThat(added).hasSize(1);
    return added.get(0);
  }

  /** Why the message is no row; null where it is. Nothing half-done is left behind. */
  public Rejection ingest(byte[] value) {
    int before = rows.rowCount();
    Rejection rejection = transformer.transform(TestMessage.of(value), rows);
    if (rejection != null) {
      assertThat(rows.rowCount()).isEqualTo(before);
      assertThat(rejection.detail()).isNotBlank().hasSizeLessThan(1_000);
    }
    for (int i = 0; i < rows.columnCount(); i++) {
      assertThat(rows.column(i).size()).isEqualTo(rows.rowCount());
    }
    return rejection;
  }

  /** Why the message, which must not be accepted, is no row. */
  public Rejection rejection(byte[] value) {
    Rejection rejection = ingest(value);
    assertThat(rejection).isNotNull();
    return rejection;
  }

  /** The record of a message that is not accepted. */
  public Map<String, Object> deadLetter(byte[] value) {
    Rejection rejection = rejection(value);
    assertThat(deadLetters.transform(TestMessage.of(value), rejection, letters)).isNull();
    return BatchRows.row(letters, letters.rowCount() - 1);
  }

  /** Forgets the rows. */
  public void clear() {
    rows.clear();
  }
}
