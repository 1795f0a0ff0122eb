package io.deltaingest.formats.decode.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.formats.decode.jsonschema.JsonSchemaDocuments.Place;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The columns that take what JSON schemas allow. Where they leave the type open (nothing is said,
 * several types are allowed, a schema is part of itself), the column is a string, which takes any
 * value as its JSON text. Conditions ({@code if}, {@code not}, {@code dependentSchemas}) say
 * nothing of types.
 */
public final class JsonSchemaColumns {

  private static final int DEEPEST = 32;

  /** References multiply; a bound on what one schema can make us look at. */
  private static final int MOST_SCHEMAS = 20_000;

  private static final DecimalType LARGE_WHOLE_NUMBER = new DecimalType(38, 0);
  private static final BigDecimal LARGEST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal SMALLEST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);

  private final JsonSchemaDocuments documents;
  private final boolean times;
  private final Set<JsonNode> above = Collections.newSetFromMap(new IdentityHashMap<>());
  private int looked;

  private JsonSchemaColumns(JsonSchemaDocuments documents, boolean times) {
    this.documents = documents;
    this.times = times;
  }

  /**
   * The columns of the objects that the schema describes, nullable at any depth.
   *
   * @param times whether texts of format {@code date} and {@code date-time} are dates and
   *     timestamps, as columns take them, rather than text, as transforms see them
   * @throws IllegalArgumentException when it is no schema of objects with properties
   */
  public static StructType of(RegisteredSchema registered, boolean times) {
    JsonSchemaDocuments documents = new JsonSchemaDocuments(registered);
    DataType type = new JsonSchemaColumns(documents, times).read(documents.root());
    if (Shapes.settled(type) instanceof StructType columns) {
      return columns;
    }
    throw new IllegalArgumentException("it names no property of an object");
  }

  /** The type of a schema's values, as {@link Shapes} has them; null where only null is allowed. */
  private DataType read(Place place) {
    JsonNode schema = place.schema();
    if (schema.isBoolean()) {
      return schema.booleanValue() ? Shapes.ANYTHING : null;
    }
    if (++looked > MOST_SCHEMAS) {
      throw new IllegalArgumentException(
          "with all references followed it has more than " + MOST_SCHEMAS + " parts");
    }
    if (above.size() == DEEPEST || !above.add(schema)) {
      return PrimitiveType.STRING;
    }
    try {
      DataType type = declared(place);
      JsonNode reference = schema.path("$ref");
      if (reference.isTextual()) {
        Place target = documents.find(reference.textValue(), place);
        type = Shapes.both(type, target == null ? PrimitiveType.STRING : read(target));
      }
      for (JsonNode part : schema.path("allOf")) {
        type = Shapes.both(type, read(place.inside(part)));
      }
      type = Shapes.both(type, oneOf(place, schema.path("anyOf")));
      return Shapes.both(type, oneOf(place, schema.path("oneOf")));
    } finally {
      above.remove(schema);
    }
  }

  private DataType oneOf(Place place, JsonNode choices) {
    if (choices.isEmpty()) {
      return Shapes.ANYTHING;
    }
    DataType type = null;
    for (JsonNode choice : choices) {
      type = Shapes.either(type, read(place.inside(choice)));
    }
    return type;
  }

  /** What the schema itself says, without those that it is made of. */
  private DataType declared(Place place) {
    JsonNode schema = place.schema();
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return named(type.textValue(), place);
    }
    if (type.isArray()) {
      DataType any = null;
      for (JsonNode name : type) {
        any = Shapes.either(any, named(name.asText(), place));
      }
      return any;
    }
    if (schema.has("const")) {
      return ofConstant(schema.get("const"));
    }
    if (schema.path("enum").isArray()) {
      DataType any = null;
      for (JsonNode constant : schema.get("enum")) {
        any = Shapes.either(any, ofConstant(constant));
      }
      return any;
    }
    if (schema.has("properties")) {
      return object(place);
    }
    return schema.path("items").isObject() ? array(place) : Shapes.ANYTHING;
  }

  private DataType named(String type, Place place) {
    return switch (type) {
      case "null" -> null;
      case "boolean" -> PrimitiveType.BOOLEAN;
      case "integer" -> wholeNumber(place.schema());
      case "number" -> PrimitiveType.DOUBLE;
      case "string" -> text(place.schema());
      case "array" -> array(place);
      case "object" -> object(place);
      default -> Shapes.ANYTHING;
    };
  }

  private static DataType wholeNumber(JsonNode schema) {
    return schema.path("maximum").decimalValue().compareTo(LARGEST_LONG) > 0
            || schema.path("minimum").decimalValue().compareTo(SMALLEST_LONG) < 0
        ? LARGE_WHOLE_NUMBER
        : PrimitiveType.LONG;
  }

  private DataType text(JsonNode schema) {
    if (!times) {
      return PrimitiveType.STRING;
    }
    return switch (schema.path("format").asText()) {
      case "date-time" -> PrimitiveType.TIMESTAMP;
      case "date" -> PrimitiveType.DATE;
      default -> PrimitiveType.STRING;
    };
  }

  private static DataType ofConstant(JsonNode constant) {
    return switch (constant.getNodeType()) {
      case NULL -> null;
      case BOOLEAN -> PrimitiveType.BOOLEAN;
      case STRING -> PrimitiveType.STRING;
      case NUMBER -> constant.canConvertToLong() ? numberOf(constant) : PrimitiveType.DOUBLE;
      default -> Shapes.ANYTHING;
    };
  }

  private static DataType numberOf(JsonNode constant) {
    return constant.isIntegralNumber() ? PrimitiveType.LONG : PrimitiveType.DOUBLE;
  }

  private DataType array(Place place) {
    JsonNode schema = place.schema();
    JsonNode items = schema.path("items");
    JsonNode tuple = items.isArray() ? items : schema.path("prefixItems");
    JsonNode rest = items.isArray() ? schema.path("additionalItems") : items;
    DataType element = null;
    for (JsonNode item : tuple) {
      element = Shapes.either(element, read(place.inside(item)));
    }
    if (!rest.isMissingNode()) {
      element = Shapes.either(element, read(place.inside(rest)));
    } else if (tuple.isEmpty()) {
      element = Shapes.ANYTHING;
    }
    return element == null ? null : new ArrayType(element, true);
  }

  private DataType object(Place place) {
    JsonNode schema = place.schema();
    Map<String, DataType> fields = new LinkedHashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              DataType type = read(place.inside(property.getValue()));
              if (type != null) {
                fields.put(property.getKey(), type);
              }
            });
    if (!fields.isEmpty()) {
      return Shapes.struct(fields);
    }
    DataType value = null;
    for (JsonNode pattern : schema.path("patternProperties")) {
      value = Shapes.either(value, read(place.inside(pattern)));
    }
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject()) {
      value = Shapes.either(value, read(place.inside(additional)));
    }
    return value == null ? Shapes.OBJECT : new MapType(PrimitiveType.STRING, value, true);
  }
}
