package io.deltaingest.domain.row;

import io.deltaingest.domain.model.PrimitiveType;
import java.util.Arrays;

/** Values of {@code float} columns. */
public final class FloatVector extends ColumnVector {

  private float[] values = new float[INITIAL_CAPACITY];

  FloatVector() {
    super(PrimitiveType.FLOAT);
  }

  public void append(float value) {
    int index = claim();
    values[index] = value;
  }

  public float get(int index) {
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
