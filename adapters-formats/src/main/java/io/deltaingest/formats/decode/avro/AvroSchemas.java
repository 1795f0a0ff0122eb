package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.formats.value.Excerpt;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Schemas from their texts. */
final class AvroSchemas {

  private AvroSchemas() {}

  /**
   * A schema that data was written with. Names that Avro does not allow and defaults that fit no
   * type are left alone, since they do not matter to what was written.
   *
   * @throws IllegalArgumentException when it is no schema
   */
  static Schema ofWriter(String text) {
    return parse(text, writerParser());
  }

  /**
   * The same, with the schemas that it refers to.
   *
   * @throws IllegalArgumentException when one of them is no schema
   */
  static Schema ofWriter(RegisteredSchema registered) {
    Schema.Parser parser = writerParser();
    for (RegisteredSchema.Reference reference : registered.references()) {
      parse(reference.text(), parser);
    }
    return parse(registered.text(), parser);
  }

  /**
   * A schema that a person gave.
   *
   * @throws IllegalArgumentException when it is no schema, down to names and defaults
   */
  static Schema ofReader(String text) {
    return parse(text, new Schema.Parser());
  }

  private static Schema.Parser writerParser() {
    return new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
  }

  private static Schema parse(String text, Schema.Parser parser) {
    try {
      return parser.parse(text);
    } catch (AvroRuntimeException | NullPointerException | ClassCastException e) {
      throw new IllegalArgumentException(
          "it is no Avro schema: " + Excerpt.of(String.valueOf(e.getMessage())), e);
    }
  }
}
