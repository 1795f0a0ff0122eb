package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.stream.MessageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avro values that name their schema: by a registry's id, or by a fingerprint. */
class AvroRegistryTest {

  private static final Schema FIRST = AvroBytes.record("{\"name\":\"a\",\"type\":\"int\"}");
  private static final Schema SECOND =
      AvroBytes.record(
          "{\"name\":\"b\",\"type\":\"string\"}", "{\"name\":\"a\",\"type\":\"long\"}");
  private static final Schema THIRD = AvroBytes.record("{\"name\":\"b\",\"type\":\"string\"}");
  private static final TableSchema TABLE =
      Ingested.table(nullable("a", PrimitiveType.LONG), nullable("b", PrimitiveType.STRING));

  private final FixedRegistry registry =
      new FixedRegistry()
          .with(1, RegisteredSchema.Kind.AVRO, FIRST.toString())
          .with(70_000, RegisteredSchema.Kind.AVRO, SECOND.toString())
          .with(-3, RegisteredSchema.Kind.AVRO, THIRD.toString())
          .with(4, RegisteredSchema.Kind.JSON, "{}")
          .with(5, RegisteredSchema.Kind.AVRO, "{\"type\":\"nonsense\"}")
          .with(6, RegisteredSchema.Kind.AVRO, "\"string\"");

  @TempDir Path folder;

  @Test
  void shouldReadEachMessageInTheVersionThatItWasWrittenIn() {
    FormatTable table = FormatTable.ofRegistry(MessageFormat.Type.AVRO_REGISTRY, registry, TABLE);

    for (int i = 0; i < 300; i++) {
      assertThat(table.row(first(i))).isEqualTo(row((long) i, null));
      assertThat(
              table.row(
                  AvroBytes.wire(
                      70_000, AvroBytes.datum(SECOND, AvroBytes.of(SECOND, "b" + i, 9L)))))
          .isEqualTo(row(9L, "b" + i));
      assertThat(table.row(AvroBytes.wire(-3, AvroBytes.datum(THIRD, AvroBytes.of(THIRD, "c")))))
          .isEqualTo(row(null, "c"));
    }
    assertThat(registry.requests()).isEqualTo(3);
  }

  @Test
  void shouldRejectWhatNamesNoSchemaThatCanBeUsed() {
    FormatTable table = FormatTable.ofRegistry(MessageFormat.Type.AVRO_REGISTRY, registry, TABLE);
    byte[] datum = AvroBytes.datum(FIRST, AvroBytes.of(FIRST, 1));

    assertThat(errorClass(table, AvroBytes.wire(99, datum))).isEqualTo("unknown-schema-id");
    assertThat(errorClass(table, AvroBytes.wire(4, datum))).isEqualTo("wrong-schema-kind");
    assertThat(errorClass(table, AvroBytes.wire(5, datum))).isEqualTo("unusable-schema");
    assertThat(errorClass(table, AvroBytes.wire(6, new byte[] {2, 'x'})))
        .isEqualTo("not-an-object");
    assertThat(errorClass(table, new byte[0])).isEqualTo("empty");
    assertThat(errorClass(table, new byte[] {0, 0, 0, 1})).isEqualTo("no-schema-id");
    assertThat(errorClass(table, new byte[] {1, 0, 0, 0, 1, 2})).isEqualTo("no-schema-id");
    assertThat(errorClass(table, AvroBytes.wire(1, new byte[0]))).isEqualTo("invalid-avro");
    assertThat(errorClass(table, AvroBytes.wire(1, new byte[] {2, 2}))).isEqualTo("invalid-avro");
    assertThat(table.row(first(1))).isEqualTo(row(1L, null));
  }

  @Test
  void shouldWaitForARegistryThatIsAwayAndNeverRejectAMessageForIt() {
    FormatTable table = FormatTable.ofRegistry(MessageFormat.Type.AVRO_REGISTRY, registry, TABLE);
    registry.setAway(true);

    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> table.ingest(first(1)));
    registry.setAway(false);
    assertThat(table.row(first(1))).isEqualTo(row(1L, null));
    registry.setAway(true);
    assertThat(table.row(first(2))).isEqualTo(row(2L, null));
  }

  @Test
  void shouldAskAgainForAnIdThatTheRegistryDidNotKnow() {
    FormatTable table = FormatTable.ofRegistry(MessageFormat.Type.AVRO_REGISTRY, registry, TABLE);
    byte[] message = AvroBytes.wire(8, AvroBytes.datum(FIRST, AvroBytes.of(FIRST, 1)));
    table.rejection(message);

    registry.with(8, RegisteredSchema.Kind.AVRO, FIRST.toString());

    assertThat(table.row(message)).isEqualTo(row(1L, null));
  }

  @Test
  void shouldReadASchemaWithThoseItRefersTo() {
    String inner =
        "{\"type\":\"record\",\"name\":\"ns.Inner\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}";
    String outer =
        "{\"type\":\"record\",\"name\":\"ns.Outer\",\"fields\":[{\"name\":\"in\",\"type\":\"Inner\"}]}";
    registry.with(
        20, RegisteredSchema.Kind.AVRO, outer, new RegisteredSchema.Reference("ns.Inner", inner));
    FormatTable table =
        FormatTable.ofRegistry(
            MessageFormat.Type.AVRO_REGISTRY,
            registry,
            Ingested.table(
                nullable("in", new StructType(List.of(nullable("x", PrimitiveType.INTEGER))))));

    assertThat(table.row(AvroBytes.wire(20, new byte[] {14})))
        .isEqualTo(Map.of("in", Map.of("x", 7)));
  }

  @Test
  void shouldReadSingleObjectsByTheirFingerprints() throws IOException {
    Files.writeString(folder.resolve("first.avsc"), FIRST.toString());
    Files.writeString(folder.resolve("second.avsc"), SECOND.toString().replace(",", ", "));
    Files.writeString(folder.resolve(".hidden"), "no schema");
    FormatTable table = FormatTable.ofFile(MessageFormat.Type.SOE_AVRO, folder, TABLE);

    for (int i = 0; i < 3; i++) {
      assertThat(table.row(AvroBytes.singleObject(FIRST, AvroBytes.of(FIRST, i))))
          .isEqualTo(row((long) i, null));
      assertThat(table.row(AvroBytes.singleObject(SECOND, AvroBytes.of(SECOND, "b", 5L))))
          .isEqualTo(row(5L, "b"));
    }
    byte[] unknown = AvroBytes.singleObject(THIRD, AvroBytes.of(THIRD, "c"));
    assertThat(table.rejection(unknown).errorClass()).isEqualTo("unknown-fingerprint");
    assertThat(table.rejection(unknown).detail())
        .contains(String.format("%016x", SchemaNormalization.parsingFingerprint64(THIRD)));
    assertThat(errorClass(table, first(1))).isEqualTo("no-fingerprint");
    assertThat(errorClass(table, new byte[] {(byte) 0xC3, 1, 2})).isEqualTo("no-fingerprint");
    assertThat(errorClass(table, new byte[0])).isEqualTo("empty");
  }

  @Test
  void shouldRefuseADirectoryWithABadSchemaOrNoneAtTheStart() throws IOException {
    Path bad = Files.createDirectory(folder.resolve("bad"));
    Files.writeString(bad.resolve("good.avsc"), FIRST.toString());
    Files.writeString(bad.resolve("typo.avsc"), "{\"type\":\"record\",\"name\":\"X\"}");
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> FormatTable.ofFile(MessageFormat.Type.SOE_AVRO, bad, TABLE))
        .withMessageContaining("typo.avsc");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> FormatTable.ofFile(MessageFormat.Type.SOE_AVRO, empty, TABLE))
        .withMessageContaining("no files");
  }

  private static byte[] first(int a) {
    return AvroBytes.wire(1, AvroBytes.datum(FIRST, AvroBytes.of(FIRST, a)));
  }

  private static String errorClass(FormatTable table, byte[] value) {
    return table.rejection(value).errorClass();
  }

  private static Map<String, Object> row(Long a, String b) {
    Map<String, Object> row = new HashMap<>();
    row.put("a", a);
    row.put("b", b);
    return row;
  }
}
