package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.MessageFormat.Tombstones;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TombstoneTest {

  private static final StructField ID = nullable("id", PrimitiveType.STRING);
  private static final StructField NAME = nullable("name", PrimitiveType.STRING);

  @ParameterizedTest
  @EnumSource(Compression.class)
  void shouldMakeARowOfWhatTransformsTakeFromElsewhere(Compression compression) {
    Ingested table =
        kept(
            compression,
            Optional.empty(),
            List.of(
                new Transform("id", "kafka.key"),
                new Transform("at", "kafka.offset"),
                new Transform("name", "name"),
                new Transform("deleted_by", "kafka.headers.user")),
            ID,
            NAME,
            nullable("at", PrimitiveType.LONG),
            nullable("deleted_by", PrimitiveType.STRING));

    Map<String, Object> row =
        table.row(
            TestMessage.tombstone()
                .withKey("k1".getBytes(UTF_8))
                .withHeaders(new Message.Header("user", "ann".getBytes(UTF_8))));

    assertThat(row)
        .containsEntry("id", "k1")
        .containsEntry("at", 1234L)
        .containsEntry("deleted_by", "ann")
        .containsEntry("name", null);
    // and values around it are read as ever
    byte[] value = Compressors.compress(compression, "{\"name\":\"n\"}".getBytes(UTF_8));
    assertThat(table.row(TestMessage.of(value))).containsEntry("name", "n");
    assertThat(table.row(TestMessage.tombstone())).containsEntry("name", null);
  }

  @Test
  void shouldBeAnEmptyObjectToTheFilter() {
    List<Transform> none = List.of();

    kept(Compression.NONE, Optional.of("name"), none, NAME).leaveOut(TestMessage.tombstone());
    assertThat(
            kept(Compression.NONE, Optional.of("!name"), none, NAME).row(TestMessage.tombstone()))
        .containsEntry("name", null);
    assertThat(
            kept(Compression.NONE, Optional.of("@ == `{}`"), none, NAME)
                .row(TestMessage.tombstone()))
        .containsEntry("name", null);
  }

  @Test
  void shouldRejectWhatATransformNeedsOfAValue() {
    Rejection rejection =
        kept(
                Compression.NONE,
                Optional.empty(),
                List.of(new Transform("id", "substr(name, `0`, `1`)")),
                ID)
            .rejection(TestMessage.tombstone());

    assertThat(rejection.stage()).isEqualTo(Rejection.Stage.TRANSFORM);
  }

  @Test
  void shouldBeADeadLetterWhereAColumnNeedsAValue() {
    StructField required = new StructField("name", PrimitiveType.STRING, false);
    Rejection rejection =
        kept(Compression.NONE, Optional.empty(), List.of(), required)
            .rejection(TestMessage.tombstone());
    assertThat(rejection.errorClass()).isEqualTo("missing-required");

    DeadLetterTransformer letters =
        DeadLetterRowTransformerFactory.ofJson(
                List.of(new Transform("all", "to_string(@)")), InstantSource.system())
            .create(DeadLetterTable.FULL);
    RowBatch batch = new RowBatch(DeadLetterTable.FULL);
    assertThat(
            letters.transform(
                TestMessage.tombstone().withKey("k".getBytes(UTF_8)), rejection, batch))
        .isNull();

    assertThat(BatchRows.row(batch, 0))
        .containsEntry("base64_bytes", null)
        .containsEntry("value_base64", null)
        .containsEntry("json_string", null)
        .containsEntry("error", rejection.detail())
        .containsEntry("kafka_offset", 1234L)
        .containsEntry("kafka_key_base64", "aw==");
  }

  @Test
  void shouldStillRejectAValueOfNoBytes() {
    assertThat(
            kept(Compression.NONE, Optional.empty(), List.of(), NAME)
                .rejection(TestMessage.of(""))
                .errorClass())
        .isEqualTo("empty");
  }

  private static Ingested kept(
      Compression compression,
      Optional<String> filter,
      List<Transform> transforms,
      StructField... columns) {
    return Ingested.of(
        new MessageFormat(ValueFormat.JSON, Optional.empty(), compression, Tombstones.KEEP),
        filter,
        transforms,
        columns);
  }
}
