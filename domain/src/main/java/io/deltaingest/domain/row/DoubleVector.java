package io.deltaingest.domain.row;

import io.deltaingest.domain.model.PrimitiveType;
import java.util.Arrays;

/** Values of {@code double} columns. */
public final class DoubleVector extends ColumnVector {

  private double[] values = new double[INITIAL_CAPACITY];

  DoubleVector() {
    super(PrimitiveType.DOUBLE);
  }

  public void append(double value) {
    int index = claim();
    values[index] = value;
  }

  public double get(int index) {
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
