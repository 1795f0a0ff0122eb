package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a schema in the protocol's JSON form ("Schema Serialization Format") and notes everything
 * in it that an appender would have to obey or can't store. For one schema, one thread.
 */
public final class SchemaJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,4})\\s*,\\s*(-?\\d{1,4})\\s*\\)");
  private static final Map<String, PrimitiveType> PRIMITIVES = primitives();

  private final List<String> obstacles = new ArrayList<>();

  private SchemaJson() {}

  /**
   * A schema as read.
   *
   * @param root the columns; meaningful only when there is no obstacle
   * @param obstacles why rows of this schema can't be written, each a clause that names the column
   */
  public record Reading(StructType root, List<String> obstacles) {
    public Reading {
      obstacles = List.copyOf(obstacles);
    }
  }

  /** Reads the schema; what is wrong with it becomes an obstacle. */
  public static Reading read(String schemaString) {
    SchemaJson reader = new SchemaJson();
    StructType root = new StructType(List.of());
    try {
      JsonNode json = JSON.readTree(schemaString);
      if (json.isObject() && "struct".equals(json.path("type").textValue())) {
        root = reader.struct(json, "");
      } else {
        reader.obstacles.add("the schema is no JSON object of type struct");
      }
    } catch (JsonProcessingException malformed) {
      reader.obstacles.add("the schema is not JSON: " + malformed.getOriginalMessage());
    }
    return new Reading(root, reader.obstacles);
  }

  /** The schema in the protocol's form, without metadata of columns. */
  public static String write(StructType schema) {
    return node(schema).toString();
  }

  /** A field in that form. */
  static ObjectNode node(StructField field) {
    ObjectNode json = JSON.createObjectNode().put("name", field.name());
    json.set("type", node(field.type()));
    json.put("nullable", field.nullable()).putObject("metadata");
    return json;
  }

  private static JsonNode node(DataType type) {
    if (type instanceof StructType struct) {
      ObjectNode json = JSON.createObjectNode().put("type", "struct");
      ArrayNode fields = json.putArray("fields");
      struct.fields().forEach(field -> fields.add(node(field)));
      return json;
    }
    if (type instanceof ArrayType array) {
      ObjectNode json = JSON.createObjectNode().put("type", "array");
      json.set("elementType", node(array.elementType()));
      return json.put("containsNull", array.containsNull());
    }
    if (type instanceof MapType map) {
      ObjectNode json = JSON.createObjectNode().put("type", "map");
      json.set("keyType", node(map.keyType()));
      json.set("valueType", node(map.valueType()));
      return json.put("valueContainsNull", map.valueContainsNull());
    }
    return JSON.getNodeFactory().textNode(type.describe());
  }

  private StructType struct(JsonNode json, String path) {
    JsonNode fields = json.path("fields");
    if (!fields.isArray()) {
      obstacles.add(at(path) + " has no list of fields");
    }
    List<StructField> read = new ArrayList<>();
    for (JsonNode field : fields) {
      String name = field.path("name").textValue();
      if (name == null) {
        obstacles.add(at(path) + " has a field without a name");
        continue;
      }
      String fieldPath = path.isEmpty() ? name : path + "." + name;
      noteMetadata(field.path("metadata"), fieldPath);
      read.add(
          new StructField(
              name, type(field.path("type"), fieldPath), field.path("nullable").asBoolean(true)));
    }
    return new StructType(read);
  }

  private DataType type(JsonNode json, String path) {
    if (json.isTextual()) {
      return named(json.textValue(), path);
    }
    return switch (json.path("type").asText()) {
      case "struct" -> struct(json, path);
      case "array" ->
          new ArrayType(
              type(json.path("elementType"), path + ".element"),
              json.path("containsNull").asBoolean(true));
      case "map" ->
          new MapType(
              type(json.path("keyType"), path + ".key"),
              type(json.path("valueType"), path + ".value"),
              json.path("valueContainsNull").asBoolean(true));
      default -> unknown(json.isMissingNode() ? "(none)" : json.toString(), path);
    };
  }

  private DataType named(String name, String path) {
    PrimitiveType primitive = PRIMITIVES.get(name);
    if (primitive != null) {
      return primitive;
    }
    if (name.equals("decimal")) {
      return new DecimalType(10, 0);
    }
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      try {
        return new DecimalType(
            Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
      } catch (IllegalArgumentException outOfRange) {
        return unknown(name, path);
      }
    }
    return unknown(name, path);
  }

  private DataType unknown(String type, String path) {
    obstacles.add(at(path) + " has the type " + type + ", which this writer does not know");
    return PrimitiveType.STRING;
  }

  private void noteMetadata(JsonNode metadata, String path) {
    for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
      String found = found(entry.getKey(), entry.getValue());
      if (!found.isEmpty()) {
        obstacles.add(at(path) + found);
      }
    }
  }

  /** What a key of a column's metadata asks of a writer that is not done here; empty if nothing. */
  private static String found(String key, JsonNode value) {
    return switch (key) {
      case "delta.generationExpression" ->
          " is a generated column (table feature generatedColumns)";
      case "delta.invariants" -> " has an invariant (table feature invariants)";
      case "delta.identity.start" -> " is an identity column (table feature identityColumns)";
      // A column that the row lacks is null anyway.
      case "CURRENT_DEFAULT" ->
          value.asText().trim().equalsIgnoreCase("null")
              ? ""
              : " has a default value (table feature allowColumnDefaults)";
      case "__COLLATIONS" -> " has a collation (table feature collations)";
      default -> "";
    };
  }

  private static String at(String path) {
    return path.isEmpty() ? "the schema" : "column " + path;
  }

  private static Map<String, PrimitiveType> primitives() {
    Map<String, PrimitiveType> byName = new HashMap<>();
    for (PrimitiveType type : PrimitiveType.values()) {
      byName.put(type.describe(), type);
    }
    return byName;
  }
}
