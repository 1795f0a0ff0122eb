package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the physical names and ids of columns out of a schema (Delta protocol, "Column Mapping"),
 * walking JSON and columns in step. For one schema, one thread.
 */
final class ColumnMapping {

  static final String MODE = "delta.columnMapping.mode";
  static final String FEATURE = "columnMapping";

  private static final String NAME = "delta.columnMapping.physicalName";
  private static final String ID = "delta.columnMapping.id";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<List<String>, Integer> fieldIds = new HashMap<>();
  private final List<String> obstacles = new ArrayList<>();

  private ColumnMapping() {}

  /**
   * A schema under its physical names.
   *
   * @param root the columns; meaningful only when there is no obstacle
   * @param fieldIds by path of physical names
   * @param obstacles columns whose mapping is not complete
   */
  record Reading(StructType root, Map<List<String>, Integer> fieldIds, List<String> obstacles) {}

  /** Whether the mode maps columns at all. */
  static boolean isOn(Map<String, String> properties) {
    return !properties.getOrDefault(MODE, "none").equals("none");
  }

  /** Why a table with that mode can't be written, if so. */
  static List<String> obstacles(TableProtocol protocol, Map<String, String> properties) {
    String mode = properties.getOrDefault(MODE, "none");
    List<String> obstacles = new ArrayList<>();
    if (!mode.equals("none") && !mode.equals("name") && !mode.equals("id")) {
      obstacles.add("it maps columns in an unknown way (" + MODE + "=" + mode + ")");
    } else if (!mode.equals("none") && !protocol.supports(FEATURE)) {
      obstacles.add(
          "its properties map columns ("
              + MODE
              + "="
              + mode
              + "), but its protocol has no table feature "
              + FEATURE);
    }
    return obstacles;
  }

  /**
   * Reads the mapping.
   *
   * @param schemaString the schema's JSON
   * @param logical what was read from it, without obstacles
   */
  static Reading read(String schemaString, StructType logical) {
    ColumnMapping reader = new ColumnMapping();
    try {
      StructType root = reader.struct(logical, JSON.readTree(schemaString), "", List.of());
      return new Reading(root, reader.fieldIds, reader.obstacles);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the schema was read before", impossible);
    }
  }

  private StructType struct(StructType logical, JsonNode json, String path, List<String> above) {
    List<StructField> fields = new ArrayList<>();
    for (int i = 0; i < logical.fields().size(); i++) {
      StructField field = logical.fields().get(i);
      JsonNode fieldJson = json.path("fields").path(i);
      String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
      JsonNode name = fieldJson.path("metadata").path(NAME);
      JsonNode id = fieldJson.path("metadata").path(ID);
      if (!name.isTextual() || !id.canConvertToInt() || !id.isIntegralNumber()) {
        obstacles.add(
            "column " + fieldPath + " has no physical name or id (table feature columnMapping)");
      }
      List<String> stored = plus(above, name.asText());
      fieldIds.put(stored, id.asInt());
      DataType type = type(field.type(), fieldJson.path("type"), fieldPath, stored);
      fields.add(new StructField(name.asText(), type, field.nullable()));
    }
    return new StructType(fields);
  }

  private DataType type(DataType logical, JsonNode json, String path, List<String> stored) {
    if (logical instanceof StructType struct) {
      return struct(struct, json, path, stored);
    }
    if (logical instanceof ArrayType array) {
      DataType element =
          type(
              array.elementType(),
              json.path("elementType"),
              path + ".element",
              plus(stored, "element"));
      return new ArrayType(element, array.containsNull());
    }
    if (logical instanceof MapType map) {
      return new MapType(
          type(map.keyType(), json.path("keyType"), path + ".key", plus(stored, "key")),
          type(map.valueType(), json.path("valueType"), path + ".value", plus(stored, "value")),
          map.valueContainsNull());
    }
    return logical;
  }

  private static List<String> plus(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}
