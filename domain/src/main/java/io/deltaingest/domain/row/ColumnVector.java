package io.deltaingest.domain.row;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.StructField;
import java.util.Arrays;
import java.util.List;

/**
 * The values of one column, or of one nested part of it, in order; each is present or null.
 *
 * <p>Append-only, but for {@link #truncate}: a half-written row is taken back by cutting every
 * vector to its former size. Reads ({@code get…(i)}) of a null position give an unspecified value.
 * Not thread-safe: owned by the owner of its {@link RowBatch}.
 */
public abstract sealed class ColumnVector
    permits BooleanVector,
        IntVector,
        LongVector,
        FloatVector,
        DoubleVector,
        BytesVector,
        StructVector,
        ListVector,
        MapVector {

  static final int INITIAL_CAPACITY = 64;

  private final DataType type;
  private boolean[] present = new boolean[INITIAL_CAPACITY];
  private int size;
  private int nullCount;

  ColumnVector(DataType type) {
    this.type = type;
  }

  /** A vector for values of that type. */
  public static ColumnVector of(DataType type) {
    return VectorFactory.create(type);
  }

  static ColumnVector[] ofFields(List<StructField> fields) {
    ColumnVector[] vectors = new ColumnVector[fields.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = of(fields.get(i).type());
    }
    return vectors;
  }

  public final DataType type() {
    return type;
  }

  /** Values held, nulls included. */
  public final int size() {
    return size;
  }

  public final int nullCount() {
    return nullCount;
  }

  public final boolean isNull(int index) {
    return !present[index];
  }

  /** Appends one null. */
  public final void appendNull() {
    ensurePlace();
    present[size] = false;
    skipValue(size);
    size++;
    nullCount++;
  }

  /** Appends nulls until the vector has {@code newSize} values; nothing when it already has. */
  public void padTo(int newSize) {
    while (size < newSize) {
      appendNull();
    }
  }

  /** Drops every value from position {@code newSize} on. */
  public final void truncate(int newSize) {
    if (newSize >= size) {
      if (newSize == size) {
        truncateValues(newSize);
      }
      return;
    }
    if (newSize == 0) {
      nullCount = 0;
    } else {
      for (int i = newSize; i < size; i++) {
        if (!present[i]) {
          nullCount--;
        }
      }
    }
    size = newSize;
    truncateValues(newSize);
  }

  /** Heap bytes of the arrays behind this vector and its children, used or not. */
  public long heapBytes() {
    return present.length;
  }

  /** Marks the next position as present, and gives it. The caller stores the value there. */
  final int claim() {
    ensurePlace();
    present[size] = true;
    return size++;
  }

  private void ensurePlace() {
    if (size == present.length) {
      int capacity = Math.multiplyExact(size, 2);
      present = Arrays.copyOf(present, capacity);
      grow(capacity);
    }
  }

  /** Makes room for {@code capacity} values. */
  abstract void grow(int capacity);

  /** Does what a null at {@code index} needs: offsets carried on, children kept in step. */
  abstract void skipValue(int index);

  /** Cuts whatever hangs on the values (bytes, children) to {@code newSize} values. */
  abstract void truncateValues(int newSize);
}
