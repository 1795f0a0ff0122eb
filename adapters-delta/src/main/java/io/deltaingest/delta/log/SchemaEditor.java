package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Adds columns to a table's metadata and widens types in it: Delta protocol, "Schema Serialization
 * Format", "Column Mapping", "Type Widening". Nothing is dropped, renamed, moved or narrowed, and
 * what is added may be null. For one change, one thread.
 */
final class SchemaEditor {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAX_COLUMN_ID = "delta.columnMapping.maxColumnId";
  private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";
  private static final String COLUMN_ID = "delta.columnMapping.id";
  private static final String TYPE_CHANGES = "delta.typeChanges";

  /** Spark refuses to read columns with these in their names where columns are not mapped. */
  private static final String UNUSABLE_UNMAPPED = " ,;{}()\n\t=";

  private final Map<String, String> properties;
  private final boolean mapped;
  private final boolean widening;
  private final boolean timestampNtz;
  private long maxColumnId;
  private boolean changed;

  private SchemaEditor(TableProtocol protocol, TableMetadata metadata) {
    properties = new TreeMap<>(metadata.configuration());
    mapped = ColumnMapping.isOn(properties);
    widening = WriterRules.widensTypes(protocol, properties);
    timestampNtz = protocol.supports("timestampNtz");
    maxColumnId = Long.parseLong(properties.getOrDefault(MAX_COLUMN_ID, "0"));
  }

  /**
   * The metadata with all of {@code wanted} that can be had.
   *
   * @return empty when nothing is to be changed
   */
  static Optional<TableMetadata> grow(
      TableProtocol protocol, TableMetadata metadata, StructType wanted) {
    SchemaEditor editor = new SchemaEditor(protocol, metadata);
    ObjectNode schema;
    try {
      schema = (ObjectNode) JSON.readTree(metadata.schemaString());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the schema was read before", impossible);
    }
    editor.struct(schema, wanted, Set.copyOf(metadata.partitionColumns()));
    if (!editor.changed) {
      return Optional.empty();
    }
    if (editor.mapped) {
      editor.properties.put(MAX_COLUMN_ID, Long.toString(editor.maxColumnId));
    }
    return Optional.of(
        new TableMetadata(
            metadata.id(),
            schema.toString(),
            metadata.partitionColumns(),
            editor.properties,
            metadata.others()));
  }

  /**
   * @param fixed fields that keep their type: partition columns, whose values are text in the log
   */
  private void struct(ObjectNode struct, StructType wanted, Set<String> fixed) {
    ArrayNode fields = (ArrayNode) struct.get("fields");
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(lower(field.path("name").asText())));
    for (StructField field : wanted.fields()) {
      Optional<ObjectNode> existing = find(fields, field.name());
      if (existing.isPresent()) {
        if (!fixed.contains(field.name())) {
          type(existing.get(), "type", field.type(), existing.get(), "");
        }
      } else if (isUsable(field.name()) && names.add(lower(field.name()))) {
        fields.add(added(field));
        changed = true;
      }
    }
  }

  private static Optional<ObjectNode> find(ArrayNode fields, String name) {
    for (JsonNode field : fields) {
      if (field.path("name").asText().equals(name)) {
        return Optional.of((ObjectNode) field);
      }
    }
    return Optional.empty();
  }

  /** Delta's names are told apart without regard to case; parquet's may hold anything if mapped. */
  private boolean isUsable(String name) {
    return !name.isEmpty()
        && (mapped || name.chars().noneMatch(c -> UNUSABLE_UNMAPPED.indexOf(c) >= 0));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Goes down into a type that is there.
   *
   * @param holder has the type under {@code key}
   * @param field the nearest field above, which keeps the record of changed types
   * @param path from that field to the type, as "Type Widening" writes it
   */
  private void type(ObjectNode holder, String key, DataType wanted, ObjectNode field, String path) {
    JsonNode there = holder.get(key);
    if (there.isTextual()) {
      widen(holder, key, there.asText(), wanted, field, path);
    } else if (there.path("type").asText().equals("struct")
        && wanted instanceof StructType struct) {
      struct((ObjectNode) there, struct, Set.of());
    } else if (there.path("type").asText().equals("array") && wanted instanceof ArrayType array) {
      type((ObjectNode) there, "elementType", array.elementType(), field, plus(path, "element"));
    } else if (there.path("type").asText().equals("map") && wanted instanceof MapType map) {
      type((ObjectNode) there, "valueType", map.valueType(), field, plus(path, "value"));
    }
  }

  private static String plus(String path, String step) {
    return path.isEmpty() ? step : path + "." + step;
  }

  private void widen(
      ObjectNode holder, String key, String from, DataType wanted, ObjectNode field, String path) {
    String to = wanted.describe();
    if (!widening || !TypeWidening.allows(from, to)) {
      return;
    }
    holder.put(key, to);
    changed = true;
    ObjectNode metadata = field.withObjectProperty("metadata");
    ArrayNode changes = metadata.withArrayProperty(TYPE_CHANGES);
    ObjectNode change = changes.addObject();
    change.put("fromType", from);
    change.put("toType", to);
    if (!path.isEmpty()) {
      change.put("fieldPath", path);
    }
  }

  private ObjectNode added(StructField field) {
    ObjectNode metadata = JSON.createObjectNode();
    if (mapped) {
      maxColumnId++;
      metadata.put(COLUMN_ID, maxColumnId);
      metadata.put(PHYSICAL_NAME, "col-" + UUID.randomUUID());
    }
    ObjectNode json = JSON.createObjectNode().put("name", field.name());
    json.set("type", json(field.type()));
    json.put("nullable", true);
    json.set("metadata", metadata);
    return json;
  }

  private JsonNode json(DataType type) {
    if (type instanceof StructType struct) {
      ObjectNode json = JSON.createObjectNode().put("type", "struct");
      ArrayNode fields = json.putArray("fields");
      Set<String> names = new HashSet<>();
      for (StructField field : struct.fields()) {
        if (isUsable(field.name()) && names.add(lower(field.name()))) {
          fields.add(added(field));
        }
      }
      return json;
    }
    if (type instanceof ArrayType array) {
      ObjectNode json = JSON.createObjectNode().put("type", "array");
      json.set("elementType", json(array.elementType()));
      return json.put("containsNull", true);
    }
    if (type instanceof MapType map) {
      ObjectNode json = JSON.createObjectNode().put("type", "map");
      json.set("keyType", json(map.keyType()));
      json.set("valueType", json(map.valueType()));
      return json.put("valueContainsNull", true);
    }
    // A table without the feature takes clock times as if they were UTC, which is how they print.
    boolean asTimestamp = type == PrimitiveType.TIMESTAMP_NTZ && !timestampNtz;
    return JSON.getNodeFactory()
        .textNode((asTimestamp ? PrimitiveType.TIMESTAMP : type).describe());
  }

  /** The members of the action that sets this metadata, as JSON. */
  static String action(TableMetadata metadata) {
    ObjectNode action = JSON.createObjectNode();
    action.put("id", metadata.id());
    metadata.others().name().ifPresent(name -> action.put("name", name));
    metadata.others().description().ifPresent(text -> action.put("description", text));
    ObjectNode format = action.putObject("format");
    format.put("provider", "parquet");
    format.putObject("options");
    action.put("schemaString", metadata.schemaString());
    ArrayNode partitions = action.putArray("partitionColumns");
    List<String> columns = metadata.partitionColumns();
    columns.forEach(partitions::add);
    ObjectNode configuration = action.putObject("configuration");
    new TreeMap<>(metadata.configuration()).forEach(configuration::put);
    metadata.others().createdTime().ifPresent(time -> action.put("createdTime", time));
    return action.toString();
  }
}
