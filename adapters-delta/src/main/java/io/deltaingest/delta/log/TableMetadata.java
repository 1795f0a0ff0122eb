package io.deltaingest.delta.log;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
}
