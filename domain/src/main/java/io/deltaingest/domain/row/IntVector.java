package io.deltaingest.domain.row;

import io.deltaingest.domain.model.DataType;
import java.util.Arrays;

/**
 * Values of {@code byte}, {@code short}, {@code integer} and {@code date} (days since the epoch)
 * columns.
 */
public final class IntVector extends ColumnVector {

  private int[] values = new int[INITIAL_CAPACITY];

  IntVector(DataType type) {
    super(type);
  }

  public void append(int value) {
    int index = claim();
    values[index] = value;
  }

  public int get(int index) {
    return values[index];
  }

  @Override
  public long heapBytes() {
    return super.heapBytes() + 4L * values.length;
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
