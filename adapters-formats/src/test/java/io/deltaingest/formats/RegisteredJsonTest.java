package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegisteredJsonTest {

  private static final TableSchema TABLE = Ingested.table(nullable("a", PrimitiveType.STRING));

  private final FixedRegistry registry =
      new FixedRegistry()
          .with(
              1,
              RegisteredSchema.Kind.JSON,
              "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\","
                  + "\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\","
                  + "\"multipleOf\":3},\"who\":{\"$ref\":\"person.json\"}}}",
              new RegisteredSchema.Reference(
                  "person.json",
                  "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}"))
          .with(2, RegisteredSchema.Kind.AVRO, "\"int\"")
          .with(3, RegisteredSchema.Kind.JSON, "{\"type\":7}");

  @Test
  void shouldReadTheTextBehindTheSchemaIdAndFetchTheSchemaOnce() {
    FormatTable table = FormatTable.ofRegistry(MessageFormat.Type.JSON_REGISTRY, registry, TABLE);

    for (int i = 0; i < 10; i++) {
      assertThat(table.row(message(1, "{\"a\":\"no number\"}")))
          .isEqualTo(Map.of("a", "no number"));
    }

    assertThat(registry.requests()).isEqualTo(1);
    assertThat(table.rejection(message(1, "{\"a\":")).errorClass()).isEqualTo("invalid-json");
    assertThat(table.rejection(message(1, "")).errorClass()).isEqualTo("empty");
    assertThat(table.rejection(message(9, "{}")).errorClass()).isEqualTo("unknown-schema-id");
    assertThat(table.rejection(message(2, "{}")).errorClass()).isEqualTo("wrong-schema-kind");
    assertThat(table.rejection("{\"a\":1}".getBytes(UTF_8)).errorClass()).isEqualTo("no-schema-id");
    registry.setAway(true);
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> table.ingest(message(9, "{}")));
  }

  @Test
  void shouldHoldTextsAgainstTheirSchemaWhenAsked() {
    FormatTable table = FormatTable.ofValidatedJson(registry, TABLE);

    assertThat(table.row(message(1, "{\"a\":3}"))).isEqualTo(Map.of("a", "3"));
    assertThat(table.row(message(1, "{\"a\":3.0,\"who\":{\"name\":\"x\"}}")))
        .isEqualTo(Map.of("a", "3.0"));
    Rejection misfit = table.rejection(message(1, "{\"a\":3,\"who\":{\"name\":7}}"));
    assertThat(misfit.errorClass()).isEqualTo("schema-violation");
    assertThat(misfit.detail()).contains("/who/name");
    assertThat(misfit.value()).isEqualTo("{\"a\":3,\"who\":{\"name\":7}}");
    assertThat(table.rejection(message(1, "{\"a\":4}")).detail()).contains("/a");
    assertThat(table.rejection(message(1, "{}")).errorClass()).isEqualTo("schema-violation");
    assertThat(table.rejection(message(1, "{\"a\":1e999999999}")).errorClass())
        .isEqualTo("schema-violation");
    assertThat(table.rejection(message(3, "{\"a\":3}")).errorClass()).isEqualTo("unusable-schema");
    assertThat(table.rejection(message(1, "{\"a\":")).errorClass()).isEqualTo("invalid-json");
  }

  @Test
  void shouldShowTheTextInTheDeadLetter() {
    FormatTable table =
        FormatTable.ofRegistry(
            MessageFormat.Type.JSON_REGISTRY,
            registry,
            Ingested.table(nullable("a", PrimitiveType.INTEGER)));

    assertThat(table.deadLetter(message(1, "{ \"a\" : \"x\" }")))
        .containsEntry("json_string", "{\"a\":\"x\"}")
        .containsEntry("base64_bytes", null);
  }

  private static byte[] message(int id, String json) {
    return AvroBytes.wire(id, json.getBytes(UTF_8));
  }
}
