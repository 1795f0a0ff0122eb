package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys in Protobuf beside values in JSON. */
class ProtobufKeyTest {

  private static final TableSchema TABLE =
      Ingested.table(
          nullable("key", PrimitiveType.STRING),
          nullable("at", PrimitiveType.TIMESTAMP),
          nullable("v", PrimitiveType.LONG));

  private final RowBatch batch = new RowBatch(TABLE);
  private final RowTransformer transformer =
      new MessageRowTransformerFactory(
              new MessageFormat(
                  ValueFormat.JSON,
                  Optional.of(
                      ValueFormat.of(MessageFormat.Type.PROTOBUF_REGISTRY, FormatTable.REGISTRY)),
                  MessageFormat.Compression.NONE,
                  MessageFormat.Tombstones.SKIP),
              List.of(new Transform("key", "kafka.key"), new Transform("at", "kafka.key.at")),
              Optional.empty(),
              StreamConfig.SchemaEvolution.NONE,
              config ->
                  new FixedRegistry()
                      .with(
                          1,
                          RegisteredSchema.Kind.PROTOBUF,
                          "syntax = \"proto3\"; import \"google/protobuf/timestamp.proto\";"
                              + " message K { string id = 1; google.protobuf.Timestamp at = 2; }"))
          .create(TABLE);

  @Test
  void shouldGiveTransformsTheDecodedKey() {
    byte[] key = {0, 0x0A, 2, 'h', 'i', 0x12, 2, 0x08, 10};

    assertThat(ingest(AvroBytes.wire(1, key))).isNull();

    assertThat(BatchRows.row(batch, 0))
        .isEqualTo(Map.of("key", "{\"id\":\"hi\",\"at\":10000000}", "at", 10_000_000L, "v", 7L));
  }

  @Test
  void shouldRejectAMessageWhoseKeyCanNotBeDecoded() {
    Rejection rejection = ingest(AvroBytes.wire(1, new byte[] {0, 0x0A, 9}));

    assertThat(rejection.detail()).contains("the record's key can't be decoded", "field id");
    assertThat(ingest(AvroBytes.wire(1, new byte[] {0}))).isNull();
  }

  private Rejection ingest(byte[] key) {
    return transformer.transform(TestMessage.of("{\"v\":7}".getBytes(UTF_8)).withKey(key), batch);
  }
}
