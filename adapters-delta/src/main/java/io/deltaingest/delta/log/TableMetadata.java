package io.deltaingest.delta.log;

import java.util.List;
import java.util.Map;

/**
 * The {@code metaData} action of a table, as far as a writer needs it. Immutable.
 *
 * @param id the table's identity
 * @param schemaString the schema as JSON text, as the log has it
 * @param partitionColumns names in order
 * @param configuration table properties
 */
public record TableMetadata(
    String id,
    String schemaString,
    List<String> partitionColumns,
    Map<String, String> configuration) {
  public TableMetadata {
    partitionColumns = List.copyOf(partitionColumns);
    configuration = Map.copyOf(configuration);
  }
}
