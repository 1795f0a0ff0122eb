package io.deltaingest.domain.row;

import io.deltaingest.domain.model.PrimitiveType;
import java.util.Arrays;

/** Values of {@code boolean} columns. */
public final class BooleanVector extends ColumnVector {

  private boolean[] values = new boolean[INITIAL_CAPACITY];

  BooleanVector() {
    super(PrimitiveType.BOOLEAN);
  }

  public void append(boolean value) {
    int index = claim();
    values[index] = value;
  }

  public boolean get(int index) {
    return values[index];
  }

  @Override
  public long heapBytes() {
    return super.heapBytes() + values.length;
  }

  @Override
  void grow(int capacity) {
    values = Arrays.copyOf(values, capacity);
  }

  @Override
  void skipValue(int index) {}

  @Override
  void truncateValues(int newSize) {}
}
