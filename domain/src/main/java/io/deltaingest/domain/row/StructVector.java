package io.deltaingest.domain.row;

import io.deltaingest.domain.model.StructType;

/**
 * Structs: one child vector for each field, all in step with this one. The children of a null
 * struct are null.
 *
 * <p>Writing: {@link #open()}, then append at most one value to any child, in any order, then
 * {@link #padTo} (or the batch's {@code endRow}) gives the missing children their null.
 */
public final class StructVector extends ColumnVector {

  private final ColumnVector[] children;

  StructVector(StructType type) {
    super(type);
    children = ofFields(type.fields());
  }

  public int childCount() {
    return children.length;
  }

  /** The vector of the field at that position of the {@link StructType}. */
  public ColumnVector child(int field) {
    return children[field];
  }

  /** Begins a struct that is present, and gives its position. */
  public int open() {
    return claim();
  }

  /** Takes back the value of one child of the struct that is being written (a repeated key). */
  public void resetChild(int field) {
    children[field].truncate(size() - 1);
  }

  @Override
  public void padTo(int newSize) {
    super.padTo(newSize);
    for (ColumnVector child : children) {
      child.padTo(newSize);
    }
  }

  @Override
  public long heapBytes() {
    long sum = super.heapBytes();
    for (ColumnVector child : children) {
      sum += child.heapBytes();
    }
    return sum;
  }

  @Override
  void grow(int capacity) {}

  @Override
  void skipValue(int index) {
    for (ColumnVector child : children) {
      child.appendNull();
    }
  }

  @Override
  void truncateValues(int newSize) {
    for (ColumnVector child : children) {
      child.truncate(newSize);
    }
  }
}
