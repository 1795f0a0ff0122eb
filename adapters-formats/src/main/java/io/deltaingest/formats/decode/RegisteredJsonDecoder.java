package io.deltaingest.formats.decode;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.formats.value.ValueTape;

/**
 * Values that are one JSON object each, with the id of their schema in front. The id has to be one
 * of a JSON schema in the registry, even where values are not held against it: what names no schema
 * was written by something else. Each schema is fetched once.
 */
public final class RegisteredJsonDecoder implements MessageDecoder {

  private final RegisteredSchemas<JsonSchemaCheck> schemas;
  private final JsonDecoder json;
  private final ByteSlice text = new ByteSlice();
  private final DecodeFailure failure = new DecodeFailure();
  private ByteSlice value;
  private JsonSchemaCheck schema;
  private boolean failedHere;

  /**
   * @param validated whether values are held against their schemas, which costs several times the
   *     decoding
   */
  public RegisteredJsonDecoder(ValueTape tape, SchemaRegistry registry, boolean validated) {
    json = new JsonDecoder(tape);
    schemas =
        new RegisteredSchemas<>(
            registry,
            RegisteredSchema.Kind.JSON,
            registered -> validated ? JsonSchemaCheck.of(registered) : JsonSchemaCheck.NONE);
  }

  @Override
  public void begin(ByteSlice newValue) {
    value = newValue;
    failedHere = false;
    schema = schemas.find(newValue, failure);
    if (schema != null) {
      text.aim(
          newValue.array(),
          newValue.offset() + WireHeader.LENGTH,
          newValue.length() - WireHeader.LENGTH);
      json.begin(text);
    }
  }

  @Override
  public int next() {
    if (schema == null) {
      failedHere = true;
      return FAILED;
    }
    int node = json.next();
    if (node >= 0) {
      String violation = schema.violation(text.array(), text.offset(), text.length());
      if (violation != null) {
        failedHere = true;
        return failure.fail("schema-violation", violation);
      }
    }
    return node;
  }

  @Override
  public Rejection rejection() {
    return failedHere ? failure.rejection(value) : json.rejection();
  }

  @Override
  public void end() {
    value = null;
    schema = null;
    json.end();
  }
}
