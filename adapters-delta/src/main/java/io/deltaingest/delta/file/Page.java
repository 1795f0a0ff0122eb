package io.deltaingest.delta.file;

import org.apache.parquet.column.statistics.Statistics;

/** A compressed data page that waits for its row group to be written. */
final class Page {

  private final int values;
  private final int rows;
  private final int uncompressedSize;
  private final byte[] compressed;
  private final int compressedSize;
  private final boolean dictionary;
  private final Statistics<?> statistics;

  /**
   * @param values values in it, nulls included
   * @param rows rows that begin in it
   * @param compressed the page's bytes, from the start on; not copied
   * @param dictionary whether the values are dictionary ids
   * @param statistics smallest and largest value, or null where they are not known for a page alone
   */
  Page(
      int values,
      int rows,
      int uncompressedSize,
      byte[] compressed,
      int compressedSize,
      boolean dictionary,
      Statistics<?> statistics) {
    this.values = values;
    this.rows = rows;
    this.uncompressedSize = uncompressedSize;
    this.compressed = compressed;
    this.compressedSize = compressedSize;
    this.dictionary = dictionary;
    this.statistics = statistics;
  }

  int values() {
    return values;
  }

  int rows() {
    return rows;
  }

  int uncompressedSize() {
    return uncompressedSize;
  }

  /** Its bytes, of which {@link #compressedSize} count. */
  byte[] compressed() {
    return compressed;
  }

  int compressedSize() {
    return compressedSize;
  }

  boolean isDictionary() {
    return dictionary;
  }

  Statistics<?> statistics() {
    return statistics;
  }
}
