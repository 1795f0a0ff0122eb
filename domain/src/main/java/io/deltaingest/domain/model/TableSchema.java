package io.deltaingest.domain.model;

import java.util.List;

/**
 * What a row of a table looks like.
 *
 * @param root the columns, partition columns included, in the table's order
 * @param partitionColumns names of the partition columns, in the table's order; each is a primitive
 *     or decimal column of {@code root}
 * @param widenable whether the table lets types of columns be widened
 */
public record TableSchema(StructType root, List<String> partitionColumns, boolean widenable) {

  /** A schema whose types stay as they are. */
  public TableSchema(StructType root, List<String> partitionColumns) {
    this(root, partitionColumns, false);
  }

  public TableSchema {
    partitionColumns = List.copyOf(partitionColumns);
    for (String column : partitionColumns) {
      if (root.indexOf(column) < 0) {
        throw new IllegalArgumentException(
            "partition column " + column + " is no column of " + root.describe());
      }
    }
  }

  /** The columns in order. */
  public List<StructField> columns() {
    return root.fields();
  }
}
