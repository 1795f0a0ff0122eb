package io.deltaingest.delta.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bounds of whole numbers: integers, dates, timestamps, unscaled decimals of up to 18 digits. */
final class IntegralBounds implements Bounds<IntegralBounds> {

  private final int parquetBytes;
  private long min;
  private long max;
  private boolean empty;

  /**
   * @param parquetBytes 4 or 8, the width in the file
   */
  IntegralBounds(int parquetBytes) {
    this.parquetBytes = parquetBytes;
    clear();
  }

  boolean isEmpty() {
    return empty;
  }

  long min() {
    return min;
  }

  long max() {
    return max;
  }

  void add(long value) {
    if (value < min) {
      min = value;
    }
    if (value > max) {
      max = value;
    }
    empty = false;
  }

  @Override
  public void clear() {
    min = Long.MAX_VALUE;
    max = Long.MIN_VALUE;
    empty = true;
  }

  @Override
  public void merge(IntegralBounds other) {
    if (!other.empty) {
      add(other.min);
      add(other.max);
    }
  }

  @Override
  public byte[] parquetMin() {
    return empty ? null : plain(min);
  }

  @Override
  public byte[] parquetMax() {
    return empty ? null : plain(max);
  }

  private byte[] plain(long value) {
    ByteBuffer buffer = ByteBuffer.allocate(parquetBytes).order(ByteOrder.LITTLE_ENDIAN);
    if (parquetBytes == Integer.BYTES) {
      buffer.putInt((int) value);
    } else {
      buffer.putLong(value);
    }
    return buffer.array();
  }
}
