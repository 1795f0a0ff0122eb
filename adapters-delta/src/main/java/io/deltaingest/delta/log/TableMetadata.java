package io.deltaingest.delta.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The {@code metaData} action of a table, as far as a writer needs it. Immutable.
 *
 * @param id the table's identity
 * @param schemaString the schema as JSON text, as the log has it
 * @param partitionColumns names in order
 * @param configuration table properties
 * @param others the members that a writer only keeps: {@code name}, {@code description} and {@code
 *     createdTime}, each where it is there
 */
public record TableMetadata(
    String id,
    String schemaString,
    List<String> partitionColumns,
    Map<String, String> configuration,
    Others others) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a writer only keeps. {@code createdTime} is in ms since the epoch. */
  public record Others(
      Optional<String> name, Optional<String> description, Optional<Long> createdTime) {

    static final Others NONE = new Others(Optional.empty(), Optional.empty(), Optional.empty());
  }

  TableMetadata(
      String id,
      String schemaString,
      List<String> partitionColumns,
      Map<String, String> configuration) {
    this(id, schemaString, partitionColumns, configuration, Others.NONE);
  }

  public TableMetadata {
    partitionColumns = List.copyOf(partitionColumns);
    configuration = Map.copyOf(configuration);
  }

  /** The action that sets this metadata, as a line of JSON: {@code {"metaData":{…}}}. */
  public String action() {
    ObjectNode action = JSON.createObjectNode();
    ObjectNode members = action.putObject("metaData").put("id", id);
    others.name().ifPresent(name -> members.put("name", name));
    others.description().ifPresent(text -> members.put("description", text));
    members.putObject("format").put("provider", "parquet").putObject("options");
    members.put("schemaString", schemaString);
    partitionColumns.forEach(members.putArray("partitionColumns")::add);
    new TreeMap<>(configuration).forEach(members.putObject("configuration")::put);
    others.createdTime().ifPresent(time -> members.put("createdTime", time));
    return action.toString();
  }
}
