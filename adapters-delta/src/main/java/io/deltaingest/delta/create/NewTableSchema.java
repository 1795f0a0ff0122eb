package io.deltaingest.delta.create;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.delta.log.ColumnNames;
import io.deltaingest.delta.log.SchemaJson;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The schema of a table to be created, checked, and in the full form that the log needs: {@code
 * nullable} and {@code metadata} spelled out. Immutable.
 *
 * @param root the columns
 * @param json what becomes {@code metaData.schemaString}
 */
record NewTableSchema(StructType root, String json) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Checks schema and partition columns.
   *
   * @throws ConfigurationException naming all that is wrong
   */
  static NewTableSchema of(CreateTable wanted) {
    JsonNode tree = parse(wanted.schemaJson().orElseThrow());
    complete(tree);
    String json = tree.toString();
    SchemaJson.Reading reading = SchemaJson.read(json);
    List<String> problems = new ArrayList<>(reading.obstacles());
    if (problems.isEmpty() && reading.root().fields().isEmpty()) {
      problems.add("it has no columns");
    }
    checkNames(reading.root(), "", problems);
    checkPartitions(reading.root(), wanted.partitionBy(), problems);
    if (!problems.isEmpty()) {
      throw refused(String.join("; ", problems));
    }
    return new NewTableSchema(reading.root(), json);
  }

  static boolean hasTimestampNtz(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream().anyMatch(field -> hasTimestampNtz(field.type()));
    }
    if (type instanceof ArrayType array) {
      return hasTimestampNtz(array.elementType());
    }
    if (type instanceof MapType map) {
      return hasTimestampNtz(map.keyType()) || hasTimestampNtz(map.valueType());
    }
    return type == PrimitiveType.TIMESTAMP_NTZ;
  }

  private static JsonNode parse(String schemaJson) {
    try {
      return JSON.readTree(schemaJson);
    } catch (JsonProcessingException malformed) {
      throw refused("it is not JSON: " + malformed.getOriginalMessage());
    }
  }

  /** Adds what people leave out. */
  private static void complete(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.path("fields").isArray()) {
        for (JsonNode field : object.path("fields")) {
          if (field instanceof ObjectNode named) {
            addDefaults(named);
          }
        }
      }
      if ("array".equals(object.path("type").asText()) && !object.has("containsNull")) {
        object.put("containsNull", true);
      }
      if ("map".equals(object.path("type").asText()) && !object.has("valueContainsNull")) {
        object.put("valueContainsNull", true);
      }
    }
    node.forEach(NewTableSchema::complete);
  }

  private static void addDefaults(ObjectNode field) {
    if (!field.has("nullable")) {
      field.put("nullable", true);
    }
    if (!field.has("metadata")) {
      field.putObject("metadata");
    }
  }

  private static void checkNames(DataType type, String path, List<String> problems) {
    if (type instanceof StructType struct) {
      Set<String> seen = new HashSet<>();
      for (StructField field : struct.fields()) {
        String name = path + field.name();
        if (field.name().isEmpty()) {
          problems.add("a field of " + (path.isEmpty() ? "the schema" : path) + " has no name");
        }
        if (!seen.add(ColumnNames.folded(field.name()))) {
          problems.add("the column " + name + " is there twice, upper and lower case aside");
        }
        if (!ColumnNames.isReadable(field.name())) {
          problems.add("the name of column '" + name + "' has a space or one of ,;{}()=");
        }
        checkNames(field.type(), name + ".", problems);
      }
    } else if (type instanceof ArrayType array) {
      checkNames(array.elementType(), path + "element.", problems);
    } else if (type instanceof MapType map) {
      checkNames(map.keyType(), path + "key.", problems);
      checkNames(map.valueType(), path + "value.", problems);
    }
  }

  private static void checkPartitions(
      StructType root, List<String> partitionBy, List<String> problems) {
    for (String column : partitionBy) {
      int index = root.indexOf(column);
      if (index < 0) {
        problems.add("the partition column " + column + " is not in it");
        continue;
      }
      DataType type = root.fields().get(index).type();
      if (!(type instanceof PrimitiveType) && !(type instanceof DecimalType)) {
        problems.add("the partition column " + column + " is nested: " + type.describe());
      }
    }
    if (new HashSet<>(partitionBy).size() < partitionBy.size()) {
      problems.add("a partition column is named twice");
    }
    if (!partitionBy.isEmpty() && partitionBy.size() >= root.fields().size()) {
      problems.add("all of its columns are partition columns");
    }
  }

  private static ConfigurationException refused(String cause) {
    return new ConfigurationException(
        Problem.of(
            "The schema for the new table can't be used",
            cause,
            "Give a schema in Delta's JSON form, as in"
                + " {\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}"));
  }
}
