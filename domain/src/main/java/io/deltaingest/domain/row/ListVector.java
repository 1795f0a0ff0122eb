package io.deltaingest.domain.row;

import io.deltaingest.domain.model.ArrayType;
import java.util.Arrays;

/**
 * Arrays: the elements of all of them back to back in one child vector.
 *
 * <p>Writing: append the elements to {@link #elements()}, then {@link #close()}. Elements that are
 * structs or lists follow their own rules before the next element begins.
 */
public final class ListVector extends ColumnVector {

  private final ColumnVector elements;
  private int[] ends = new int[INITIAL_CAPACITY];

  ListVector(ArrayType type) {
    super(type);
    elements = of(type.elementType());
  }

  public ColumnVector elements() {
    return elements;
  }

  /** Appends the array of all elements added since the last one. */
  public void close() {
    int index = claim();
    ends[index] = elements.size();
  }

  /** Position of the first element of the array at {@code index} in {@link #elements()}. */
  public int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Position after its last element. */
  public int end(int index) {
    return ends[index];
  }

  @Override
  public long heapBytes() {
    return super.heapBytes() + 4L * ends.length + elements.heapBytes();
  }

  @Override
  void grow(int capacity) {
    ends = Arrays.copyOf(ends, capacity);
  }

  @Override
  void skipValue(int index) {
    int start = start(index);
    elements.truncate(start);
    ends[index] = start;
  }

  @Override
  void truncateValues(int newSize) {
    elements.truncate(start(newSize));
  }
}
