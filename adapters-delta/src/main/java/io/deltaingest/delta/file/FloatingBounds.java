package io.deltaingest.delta.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bounds of floating-point numbers. Engines disagree on where NaN goes; where it is the largest
 * value, a column with NaN has no useful maximum, so one NaN makes the maximum unknown. Zero counts
 * as both of its signs.
 */
final class FloatingBounds implements Bounds<FloatingBounds> {

  private final int parquetBytes;
  private double min;
  private double max;
  private boolean empty;
  private boolean nan;

  /**
   * @param parquetBytes 4 for float, 8 for double
   */
  FloatingBounds(int parquetBytes) {
    this.parquetBytes = parquetBytes;
    clear();
  }

  /** Whether there is a smallest number. */
  boolean hasMin() {
    return !empty;
  }

  /** Whether there is a largest number that no value exceeds in any engine's order. */
  boolean hasMax() {
    return !empty && !nan;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  void add(double value) {
    if (Double.isNaN(value)) {
      nan = true;
      return;
    }
    empty = false;
    if (value < min || (value == 0 && min == 0)) {
      min = value == 0 ? -0.0 : value;
    }
    if (value > max || (value == 0 && max == 0)) {
      max = value == 0 ? 0.0 : value;
    }
  }

  @Override
  public void clear() {
    min = Double.POSITIVE_INFINITY;
    max = Double.NEGATIVE_INFINITY;
    empty = true;
    nan = false;
  }

  @Override
  public void merge(FloatingBounds other) {
    if (!other.empty) {
      add(other.min);
      add(other.max);
    }
    nan |= other.nan;
  }

  @Override
  public byte[] parquetMin() {
    return hasMax() ? plain(min) : null;
  }

  @Override
  public byte[] parquetMax() {
    return hasMax() ? plain(max) : null;
  }

  private byte[] plain(double value) {
    ByteBuffer buffer = ByteBuffer.allocate(parquetBytes).order(ByteOrder.LITTLE_ENDIAN);
    if (parquetBytes == Float.BYTES) {
      buffer.putFloat((float) value);
    } else {
      buffer.putDouble(value);
    }
    return buffer.array();
  }
}
