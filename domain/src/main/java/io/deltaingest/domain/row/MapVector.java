package io.deltaingest.domain.row;

import io.deltaingest.domain.model.MapType;
import java.util.Arrays;

/**
 * Maps: the keys of all of them back to back in one child vector, the values in another.
 *
 * <p>Writing: append each entry's key to {@link #keys()} and value to {@link #values()}, then
 * {@link #close()}.
 */
public final class MapVector extends ColumnVector {

  private final ColumnVector keys;
  private final ColumnVector values;
  private int[] ends = new int[INITIAL_CAPACITY];

  MapVector(MapType type) {
    super(type);
    keys = of(type.keyType());
    values = of(type.valueType());
  }

  public ColumnVector keys() {
    return keys;
  }

  public ColumnVector values() {
    return values;
  }

  /** Appends the map of all entries added since the last one. */
  public void close() {
    int index = claim();
    ends[index] = keys.size();
  }

  /** Position of the first entry of the map at {@code index}. */
  public int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Position after its last entry. */
  public int end(int index) {
    return ends[index];
  }

  @Override
  public long heapBytes() {
    return super.heapBytes() + 4L * ends.length + keys.heapBytes() + values.heapBytes();
  }

  @Override
  void grow(int capacity) {
    ends = Arrays.copyOf(ends, capacity);
  }

  @Override
  void skipValue(int index) {
    int start = start(index);
    keys.truncate(start);
    values.truncate(start);
    ends[index] = start;
  }

  @Override
  void truncateValues(int newSize) {
    int start = start(newSize);
    keys.truncate(start);
    values.truncate(start);
  }
}
