package io.deltaingest.formats.decode;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.SchemaRegistry;

/**
 * Values that are one JSON text each, with the id of their schema in front. The id has to be one of
 * a JSON schema in the registry, even where values are not held against it: what names no schema
 * was written by something else. Each schema is fetched once.
 */
public final class RegisteredJsonDecoder implements MessageDecoder {

  private final RegisteredSchemas<JsonSchemaCheck> schemas;
  private final JsonDecoder json;
  private final ByteSlice text = new ByteSlice();
  private final DecodeFailure failure = new DecodeFailure();
  private ByteSlice value;
  private JsonSchemaCheck schema;
  private boolean violated;

  /**
   * @param json reads the texts
   * @param validated whether values are held against their schemas, which costs several times the
   *     decoding
   */
  public RegisteredJsonDecoder(JsonDecoder json, SchemaRegistry registry, boolean validated) {
    this.json = json;
    schemas =
        new RegisteredSchemas<>(
            registry,
            RegisteredSchema.Kind.JSON,
            registered -> validated ? JsonSchemaCheck.of(registered) : JsonSchemaCheck.NONE);
  }

  @Override
  public void begin(ByteSlice newValue) {
    value = newValue;
    violated = false;
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
      return FAILED;
    }
    int node = json.next();
    if (node >= 0) {
      String violation = schema.violation(text.array(), text.offset(), text.length());
      if (violation != null) {
        violated = true;
        return failure.fail("schema-violation", violation);
      }
    }
    return node;
  }

  @Override
  public Rejection rejection() {
    if (schema == null) {
      return failure.rejection(value);
    }
    return violated ? failure.rejectionOfText(text) : json.rejection();
  }

  @Override
  public void end() {
    value = null;
    schema = null;
    json.end();
  }
}
