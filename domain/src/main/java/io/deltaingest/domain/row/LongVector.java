package io.deltaingest.domain.row;

import io.deltaingest.domain.model.DataType;
import java.util.Arrays;

/**
 * Values of {@code long}, {@code timestamp} and {@code timestamp_ntz} (microseconds) columns, and
 * unscaled decimals of up to 18 digits.
 */
public final class LongVector extends ColumnVector {

  private long[] values = new long[INITIAL_CAPACITY];

  LongVector(DataType type) {
    super(type);
  }

  public void append(long value) {
    int index = claim();
    values[index] = value;
  }

  public long get(int index) {
    return values[index];
  }

  @Override
  public long heapBytes() {
    return super.heapBytes() + 8L * values.length;
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
