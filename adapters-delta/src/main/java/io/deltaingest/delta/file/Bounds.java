package io.deltaingest.delta.file;

/**
 * The smallest and the largest of some values of one column. Nulls don't count.
 *
 * @param <B> the kind itself
 */
interface Bounds<B extends Bounds<B>> {

  /** Forgets all values. */
  void clear();

  /** Takes in the values that the other one has seen. */
  void merge(B other);

  /** The smallest value in Parquet's PLAIN form, or null when there is none or it is not known. */
  byte[] parquetMin();

  /** The largest value in Parquet's PLAIN form, or null when there is none or it is not known. */
  byte[] parquetMax();
}
