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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

  /** Where types are in fields and in types. */
  private static final List<String> PARTS =
      List.of("type", "fields", "elementType", "keyType", "valueType");

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
    fields.forEach(field -> names.add(ColumnNames.folded(field.path("name").asText())));
    for (StructField field : wanted.fields()) {
      Optional<ObjectNode> existing = find(fields, field.name());
      if (existing.isPresent()) {
        if (!fixed.contains(field.name())) {
          type(existing.get(), "type", field.type(), existing.get(), "");
        }
      } else if (isUsable(field.name()) && names.add(ColumnNames.folded(field.name()))) {
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

  /** Where columns are mapped, they may be called anything. */
  private boolean isUsable(String name) {
    return !name.isEmpty() && (mapped || ColumnNames.isReadable(name));
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

  /** A new field, in the form that this table can have it. */
  private ObjectNode added(StructField field) {
    ObjectNode json = SchemaJson.node(StructField.nullable(field.name(), possible(field.type())));
    if (mapped) {
      map(json);
    }
    return json;
  }

  /** The type without fields that can't be had, and nullable at any depth. */
  private DataType possible(DataType type) {
    if (type instanceof StructType struct) {
      List<StructField> fields = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (StructField field : struct.fields()) {
        if (isUsable(field.name()) && names.add(ColumnNames.folded(field.name()))) {
          fields.add(StructField.nullable(field.name(), possible(field.type())));
        }
      }
      return new StructType(fields);
    }
    if (type instanceof ArrayType array) {
      return new ArrayType(possible(array.elementType()), true);
    }
    if (type instanceof MapType map) {
      return new MapType(possible(map.keyType()), possible(map.valueType()), true);
    }
    // A table without the feature takes clock times as if they were UTC, which is how they print.
    return type == PrimitiveType.TIMESTAMP_NTZ && !timestampNtz ? PrimitiveType.TIMESTAMP : type;
  }

  /** Gives each field in there an id and a name to be stored under, the outer ones first. */
  private void map(JsonNode json) {
    if (json instanceof ObjectNode field && json.has("name")) {
      maxColumnId++;
      ObjectNode metadata = field.withObjectProperty("metadata");
      metadata.put(COLUMN_ID, maxColumnId);
      metadata.put(PHYSICAL_NAME, "col-" + UUID.randomUUID());
    }
    if (json.isArray()) {
      json.forEach(this::map);
    }
    for (String part : PARTS) {
      if (json.has(part)) {
        map(json.get(part));
      }
    }
  }
}
