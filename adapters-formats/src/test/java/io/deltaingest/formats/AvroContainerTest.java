package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroContainerTest {

  private static final Schema SCHEMA =
      AvroBytes.record(
          "{\"name\":\"a\",\"type\":\"int\"}", "{\"name\":\"text\",\"type\":\"string\"}");
  private static final TableSchema TABLE =
      Ingested.table(nullable("a", PrimitiveType.LONG), nullable("text", PrimitiveType.STRING));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
  void shouldReadAllRecordsWhateverTheyAreCompressedWith(String codec) {
    Object[] records = new Object[5000];
    for (int i = 0; i < records.length; i++) {
      records[i] = AvroBytes.of(SCHEMA, i, "text of number " + i);
    }
    byte[] message = AvroBytes.container(CodecFactory.fromString(codec), SCHEMA, records);

    List<Map<String, Object>> rows = FormatTable.ofContainers(TABLE).rows(message);

    assertThat(rows).hasSize(5000);
    assertThat(rows.get(0)).isEqualTo(Map.of("a", 0L, "text", "text of number 0"));
    assertThat(rows.get(4999)).isEqualTo(Map.of("a", 4999L, "text", "text of number 4999"));
  }

  @Test
  void shouldMakeNoRowOfAContainerWithoutRecords() {
    assertThat(FormatTable.ofContainers(TABLE).rows(AvroBytes.container(SCHEMA))).isEmpty();
  }

  @Test
  void shouldNameACodecThatItCannotRead() {
    String text =
        new String(
            AvroBytes.container(CodecFactory.snappyCodec(), SCHEMA), StandardCharsets.ISO_8859_1);
    byte[] message = text.replace("snappy", "brotli").getBytes(StandardCharsets.ISO_8859_1);

    Rejection rejection = FormatTable.ofContainers(TABLE).rejection(message);

    assertThat(rejection.errorClass()).isEqualTo("unsupported-codec");
    assertThat(rejection.detail()).contains("brotli");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
  void shouldRejectAContainerThatEndsTooEarlyOrIsDamaged(String codec) {
    byte[] whole =
        AvroBytes.container(
            CodecFactory.fromString(codec),
            SCHEMA,
            AvroBytes.of(SCHEMA, 1, "first"),
            AvroBytes.of(SCHEMA, 2, "second"));
    FormatTable table = FormatTable.ofContainers(TABLE);
    int header = AvroBytes.container(CodecFactory.fromString(codec), SCHEMA).length;

    for (int length = 0; length < whole.length; length++) {
      Rejection rejection = table.ingest(Arrays.copyOf(whole, length));
      assertThat(rejection == null).as("%d bytes", length).isEqualTo(length == header);
    }
    byte[] damaged = whole.clone();
    damaged[whole.length - 1] ^= 1;
    assertThat(table.rejection(damaged).detail()).contains("sync marker");
    assertThat(table.rejection(Arrays.copyOf(whole, whole.length + 1)).stage())
        .isEqualTo(Rejection.Stage.DECODE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deflate", "snappy", "zstandard"})
  void shouldNotFillTheMemoryFromASmallBlock(String codec) {
    byte[] bomb =
        AvroBytes.container(
            CodecFactory.fromString(codec), SCHEMA, AvroBytes.of(SCHEMA, 1, "x".repeat(70 << 20)));

    Rejection rejection = FormatTable.ofContainers(TABLE).rejection(bomb);

    assertThat(rejection.errorClass()).isEqualTo("too-large");
  }

  @Test
  void shouldResolveContainersToTheSchemaOfAFile() throws IOException {
    Path file =
        schemaFile(
            "{\"name\":\"renamed\",\"aliases\":[\"text\"],\"type\":[\"null\",\"string\"]}",
            "{\"name\":\"a\",\"type\":\"double\"}",
            "{\"name\":\"added\",\"type\":\"string\",\"default\":\"by default\"}");
    FormatTable table =
        FormatTable.ofFile(
            MessageFormat.Type.AVRO,
            file,
            Ingested.table(
                nullable("renamed", PrimitiveType.STRING),
                nullable("a", PrimitiveType.DOUBLE),
                nullable("added", PrimitiveType.STRING)));

    assertThat(table.row(AvroBytes.container(SCHEMA, AvroBytes.of(SCHEMA, 7, "seven"))))
        .isEqualTo(Map.of("renamed", "seven", "a", 7.0, "added", "by default"));
  }

  @Test
  void shouldReadABareRecordInTheSchemaOfAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("schema.avsc"), SCHEMA.toString());
    FormatTable table = FormatTable.ofFile(MessageFormat.Type.AVRO, file, TABLE);
    GenericRecord record = AvroBytes.of(SCHEMA, 7, "seven");
    byte[] datum = AvroBytes.datum(SCHEMA, record);

    assertThat(table.row(datum)).isEqualTo(Map.of("a", 7L, "text", "seven"));
    assertThat(table.row(AvroBytes.container(SCHEMA, record)))
        .isEqualTo(Map.of("a", 7L, "text", "seven"));
    assertThat(table.rejection(Arrays.copyOf(datum, datum.length + 1)).detail())
        .contains("1 bytes are left");
    assertThat(table.rejection(new byte[0]).errorClass()).isEqualTo("empty");
    assertThat(FormatTable.ofContainers(TABLE).rejection(datum).errorClass())
        .isEqualTo("no-container");
  }

  @Test
  void shouldRejectWhatDoesNotResolve() throws IOException {
    Path file = schemaFile("{\"name\":\"other\",\"type\":\"int\"}");
    FormatTable table = FormatTable.ofFile(MessageFormat.Type.AVRO, file, TABLE);

    Rejection rejection =
        table.rejection(AvroBytes.container(SCHEMA, AvroBytes.of(SCHEMA, 7, "seven")));

    assertThat(rejection.errorClass()).isEqualTo("schema-mismatch");
    assertThat(rejection.detail()).contains("other");
  }

  @Test
  void shouldRefuseAFileThatIsNoSchemaAtTheStart() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.avsc"), "{\"type\":\"recor\"}");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> FormatTable.ofFile(MessageFormat.Type.AVRO, file, TABLE))
        .withMessageContaining("bad.avsc")
        .withMessageContaining("recor");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> FormatTable.ofFile(MessageFormat.Type.AVRO, folder.resolve("none.avsc"), TABLE))
        .withMessageContaining("none.avsc");
  }

  @Test
  void shouldRejectAContainerWhoseSchemaIsNone() {
    String text = new String(AvroBytes.container(SCHEMA), StandardCharsets.ISO_8859_1);
    byte[] message = text.replace("\"int\"", "\"itn\"").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(FormatTable.ofContainers(TABLE).rejection(message).detail())
        .contains("its schema can't be used");
  }

  @Test
  void shouldShowWhatWasDecodedInTheDeadLetter() {
    TableSchema numbers = Ingested.table(nullable("text", PrimitiveType.INTEGER));
    FormatTable table = FormatTable.ofContainers(numbers);
    byte[] one = AvroBytes.container(SCHEMA, AvroBytes.of(SCHEMA, 1, "x"));
    byte[] two =
        AvroBytes.container(SCHEMA, AvroBytes.of(SCHEMA, 1, "5"), AvroBytes.of(SCHEMA, 2, "y"));

    assertThat(table.deadLetter(one))
        .containsEntry("json_string", "{\"a\":1,\"text\":\"x\"}")
        .containsEntry("base64_bytes", null)
        .containsEntry("error_class", "malformed");
    assertThat(table.deadLetter(two))
        .containsEntry("json_string", "[{\"a\":1,\"text\":\"5\"},{\"a\":2,\"text\":\"y\"}]");
    assertThat(table.deadLetter(Arrays.copyOf(one, one.length - 1)))
        .containsEntry("json_string", null)
        .containsEntry("error_class", "invalid-avro")
        .extractingByKey("base64_bytes")
        .isNotNull();
  }

  private Path schemaFile(String... fields) throws IOException {
    return Files.writeString(folder.resolve("schema.avsc"), AvroBytes.record(fields).toString());
  }
}
