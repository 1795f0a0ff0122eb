package io.deltaingest.delta.file;

import io.deltaingest.domain.model.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a table's columns are called where they are stored: in data files, folders, partition values
 * and statistics (Delta protocol, "Column Mapping"). Immutable.
 *
 * @param stored the table's schema, field by field in the same places, under the stored names
 * @param fieldIds the {@code field_id} of every struct field, by the path of stored names, with
 *     {@code element}, {@code key} and {@code value} on the way through arrays and maps; empty
 *     where columns are not mapped
 * @param measured columns that get statistics whatever the table's properties say, by their stored
 *     paths: those that the table is clustered by
 */
public record TableLayout(
    TableSchema stored, Map<List<String>, Integer> fieldIds, Set<List<String>> measured) {

  public TableLayout {
    fieldIds = Map.copyOf(fieldIds);
    measured = Set.copyOf(measured);
  }

  /** Columns stored under their own names. */
  public static TableLayout plain(TableSchema schema) {
    return new TableLayout(schema, Map.of(), Set.of());
  }
}
