package io.deltaingest.formats.decode;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.formats.decode.avro.DeclaredColumns;
import io.deltaingest.formats.decode.avro.PlainTypes;
import io.deltaingest.formats.decode.jsonschema.JsonSchemaColumns;
import io.deltaingest.formats.decode.protobuf.MessageColumns;

/**
 * What a schema says of the messages that are written in it.
 *
 * @param columns that take their values, nullable at any depth
 * @param plain the types of the same values as transforms see them, which is without timestamps,
 *     dates and whatever else JSON does not have
 */
public record DeclaredValues(StructType columns, StructType plain) {

  /**
   * @throws IllegalArgumentException when the schema can't be used, or says nothing of columns
   */
  public static DeclaredValues of(RegisteredSchema schema) {
    return switch (schema.kind()) {
      case AVRO -> {
        StructType columns = DeclaredColumns.of(schema);
        yield new DeclaredValues(columns, PlainTypes.of(columns));
      }
      case JSON ->
          new DeclaredValues(
              JsonSchemaColumns.of(schema, true), JsonSchemaColumns.of(schema, false));
      case PROTOBUF -> {
        StructType columns = MessageColumns.of(schema);
        yield new DeclaredValues(columns, PlainTypes.of(columns));
      }
    };
  }
}
