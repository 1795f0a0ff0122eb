package io.deltaingest.delta.file;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Bounds of unscaled decimals of more than 18 digits, sign-extended to a fixed width, big-endian.
 */
final class WideDecimalBounds implements Bounds<WideDecimalBounds> {

  private final byte[] min;
  private final byte[] max;
  private boolean empty = true;

  /**
   * @param width bytes of a value in the file
   */
  WideDecimalBounds(int width) {
    min = new byte[width];
    max = new byte[width];
  }

  boolean isEmpty() {
    return empty;
  }

  BigInteger min() {
    return new BigInteger(min);
  }

  BigInteger max() {
    return new BigInteger(max);
  }

  /** Takes a value of the full width in. */
  void add(byte[] source, int offset) {
    if (empty || compare(source, offset, min) < 0) {
      System.arraycopy(source, offset, min, 0, min.length);
    }
    if (empty || compare(source, offset, max) > 0) {
      System.arraycopy(source, offset, max, 0, max.length);
    }
    empty = false;
  }

  @Override
  public void clear() {
    empty = true;
  }

  @Override
  public void merge(WideDecimalBounds other) {
    if (!other.empty) {
      add(other.min, 0);
      add(other.max, 0);
    }
  }

  @Override
  public byte[] parquetMin() {
    return empty ? null : min.clone();
  }

  @Override
  public byte[] parquetMax() {
    return empty ? null : max.clone();
  }

  /** Two's complement: the first byte is signed, the others are not. */
  private static int compare(byte[] source, int offset, byte[] bound) {
    int first = Byte.compare(source[offset], bound[0]);
    return first != 0
        ? first
        : Arrays.compareUnsigned(source, offset + 1, offset + bound.length, bound, 1, bound.length);
  }
}
