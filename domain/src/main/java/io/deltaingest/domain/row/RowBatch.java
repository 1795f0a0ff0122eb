package io.deltaingest.domain.row;

import io.deltaingest.domain.model.TableSchema;

/**
 * Rows of one table schema, column by column, partition columns included.
 *
 * <p>A row is written by {@link #beginRow()}, at most one value appended to any column in any
 * order, and {@link #endRow()}, which gives the other columns null. {@link #rollbackTo} takes back
 * everything after a row count noted before, half-written row included: that is how a message that
 * is rejected leaves nothing. The batch does not check NOT NULL; its writer does.
 *
 * <p>One owner at a time, no lock; see the package.
 */
public final class RowBatch {

  private final TableSchema schema;
  private final ColumnVector[] columns;
  private int rowCount;

  public RowBatch(TableSchema schema) {
    this.schema = schema;
    this.columns = ColumnVector.ofFields(schema.columns());
  }

  public TableSchema schema() {
    return schema;
  }

  public int columnCount() {
    return columns.length;
  }

  /** The vector of the column at that position of {@link TableSchema#columns()}. */
  public ColumnVector column(int index) {
    return columns[index];
  }

  /** Rows that were ended. */
  public int rowCount() {
    return rowCount;
  }

  public boolean isEmpty() {
    return rowCount == 0;
  }

  /** Begins a row and gives its position. Nothing counts before {@link #endRow()}. */
  public int beginRow() {
    return rowCount;
  }

  /** Takes back the value that the row being written has in that column, if it has one. */
  public void resetColumn(int index) {
    columns[index].truncate(rowCount);
  }

  /** Ends the row: columns without a value become null. */
  public void endRow() {
    rowCount++;
    for (ColumnVector column : columns) {
      column.padTo(rowCount);
    }
  }

  /** Drops every row from position {@code count} on, and a row that was begun and not ended. */
  public void rollbackTo(int count) {
    for (ColumnVector column : columns) {
      column.truncate(count);
    }
    rowCount = count;
  }

  /** Empties the batch and keeps its memory. */
  public void clear() {
    rollbackTo(0);
  }

  /** Heap bytes of the arrays behind the batch, used or not. */
  public long heapBytes() {
    long sum = 0;
    for (ColumnVector column : columns) {
      sum += column.heapBytes();
    }
    return sum;
  }
}
