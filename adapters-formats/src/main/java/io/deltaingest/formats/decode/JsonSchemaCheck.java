package io.deltaingest.formats.decode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.formats.value.Excerpt;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;

/**
 * Holds JSON texts against one registered schema, of the draft that its {@code $schema} names, else
 * of 2020-12. What it refers to comes from the registry; nothing is fetched from anywhere else. Not
 * thread-safe.
 */
final class JsonSchemaCheck {

  /** Any text will do. */
  static final JsonSchemaCheck NONE = new JsonSchemaCheck(null, null);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(new BoundedNumbers())
          .build();

  private final Validator validator;
  private final URI schema;

  private JsonSchemaCheck(Validator validator, URI schema) {
    this.validator = validator;
    this.schema = schema;
  }

  /**
   * @throws IllegalArgumentException when it is no JSON schema
   */
  static JsonSchemaCheck of(RegisteredSchema registered) {
    try {
      JsonNode tree = MAPPER.readTree(registered.text());
      Validator validator =
          new ValidatorFactory()
              .withJsonNodeFactory(new JacksonNode.Factory(MAPPER))
              .withSchemaResolver(uri -> resolve(uri, registered.references()))
              .createValidator();
      URI base = URI.create("https://registry.invalid/ids/" + registered.id());
      return new JsonSchemaCheck(validator, validator.registerSchema(base, tree));
    } catch (IOException | JsonSchemaException e) {
      throw new IllegalArgumentException(
          "it is no JSON schema: " + Excerpt.of(String.valueOf(e.getMessage())), e);
    }
  }

  /** What is wrong with the text first, and where; null where nothing is. Allocates. */
  String violation(byte[] text, int start, int length) {
    if (validator == null) {
      return null;
    }
    try {
      Validator.Result result = validator.validate(schema, MAPPER.readTree(text, start, length));
      return result.isValid() ? null : describe(result.getErrors());
    } catch (IOException | JsonSchemaException | ArithmeticException e) {
      return "The message can't be held against its schema: "
          + Excerpt.of(String.valueOf(e.getMessage()));
    }
  }

  private static String describe(List<Error> errors) {
    if (errors.isEmpty()) {
      return "The message does not satisfy its schema";
    }
    Error first = errors.get(0);
    String path = first.getInstanceLocation().isEmpty() ? "/" : first.getInstanceLocation();
    return "The message does not satisfy its schema at "
        + Excerpt.of(path)
        + ": "
        + Excerpt.of(first.getError());
  }

  /** A reference is named relative to the schema that it is in, or by its own identifier. */
  private static SchemaResolver.Result resolve(
      String uri, List<RegisteredSchema.Reference> references) {
    for (RegisteredSchema.Reference reference : references) {
      if (uri.equals(reference.name())
          || uri.endsWith("/" + reference.name())
          || hasIdentifier(reference.text(), uri)) {
        return SchemaResolver.Result.fromString(reference.text());
      }
    }
    return SchemaResolver.Result.empty();
  }

  private static boolean hasIdentifier(String text, String uri) {
    try {
      return MAPPER.readTree(text).path("$id").asText().equals(uri);
    } catch (IOException e) {
      return false;
    }
  }

  /** Refuses exponents that arithmetic on a number would turn into that many digits. */
  private static final class BoundedNumbers extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;
    private static final int LARGEST_SCALE = 1000;

    @Override
    public ValueNode numberNode(BigDecimal value) {
      if (Math.abs((long) value.scale()) > LARGEST_SCALE) {
        throw new ArithmeticException("a number has an exponent beyond " + LARGEST_SCALE);
      }
      return super.numberNode(value);
    }
  }
}
