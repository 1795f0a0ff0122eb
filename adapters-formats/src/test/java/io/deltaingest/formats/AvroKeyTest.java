package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Keys in Avro, of records and of plain values, beside values in JSON. */
class AvroKeyTest {

  private static final Schema RECORD =
      AvroBytes.record(
          "{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}",
          "{\"name\":\"id\",\"type\":{\"type\":\"fixed\",\"name\":\"Id\",\"size\":2}}");
  private static final TableSchema TABLE =
      Ingested.table(
          nullable("key", PrimitiveType.STRING), nullable("at", PrimitiveType.TIMESTAMP));

  private final FixedRegistry registry =
      new FixedRegistry()
          .with(1, RegisteredSchema.Kind.AVRO, RECORD.toString())
          .with(2, RegisteredSchema.Kind.AVRO, "\"string\"");

  @Test
  void shouldGiveTransformsTheDecodedKey() {
    byte[] record = {20, 7, (byte) 200};

    assertThat(row(AvroBytes.wire(1, record)))
        .isEqualTo(Map.of("key", "{\"at\":10,\"id\":[7,200]}", "at", 10L));
    assertThat(row(AvroBytes.wire(2, new byte[] {4, 'h', 'i'})).get("key")).isEqualTo("hi");
  }

  private Map<String, Object> row(byte[] key) {
    MessageFormat format =
        new MessageFormat(
            ValueFormat.JSON,
            Optional.of(ValueFormat.of(MessageFormat.Type.AVRO_REGISTRY, FormatTable.REGISTRY)),
            MessageFormat.Compression.NONE,
            MessageFormat.Tombstones.SKIP);
    RowBatch batch = new RowBatch(TABLE);
    TestMessage message = TestMessage.of("{}".getBytes(UTF_8)).withKey(key);
    assertThat(
            new MessageRowTransformerFactory(
                    format,
                    List.of(new Transform("key", "kafka.key"), new Transform("at", "kafka.key.at")),
                    Optional.empty(),
                    StreamConfig.SchemaEvolution.NONE,
                    config -> registry)
                .create(TABLE)
                .transform(message, batch))
        .isNull();
    return BatchRows.row(batch, 0);
  }
}
