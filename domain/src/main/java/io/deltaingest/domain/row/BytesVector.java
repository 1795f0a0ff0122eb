package io.deltaingest.domain.row;

import io.deltaingest.domain.model.DataType;
import java.util.Arrays;

/**
 * Values of {@code string} columns (UTF-8), {@code binary} columns, and unscaled decimals of more
 * than 18 digits (big-endian two's complement, as {@link java.math.BigInteger#toByteArray}), back
 * to back in one array.
 */
public final class BytesVector extends ColumnVector {

  private byte[] bytes = new byte[INITIAL_CAPACITY * 16];
  private int[] ends = new int[INITIAL_CAPACITY];

  BytesVector(DataType type) {
    super(type);
  }

  /** Copies the bytes in; the caller keeps its array. */
  public void append(byte[] source, int offset, int length) {
    int start = end(size());
    ensureBytes(start, length);
    System.arraycopy(source, offset, bytes, start, length);
    int index = claim();
    ends[index] = start + length;
  }

  /** Copies the whole array in. */
  public void append(byte[] source) {
    append(source, 0, source.length);
  }

  /**
   * Opens a value of at most {@code maxLength} bytes to be written in place: the caller writes into
   * {@link #array()} from the position returned, and then calls {@link #finish}. Nothing is
   * appended before that.
   */
  public int reserve(int maxLength) {
    int start = end(size());
    ensureBytes(start, maxLength);
    return start;
  }

  /** Appends the value of {@code length} bytes that was written at the reserved position. */
  public void finish(int length) {
    int start = end(size());
    int index = claim();
    ends[index] = start + length;
  }

  /** The array that holds every value; replaced when it grows, so never keep it. */
  public byte[] array() {
    return bytes;
  }

  /** Where the value begins in {@link #array()}. */
  public int start(int index) {
    return end(index);
  }

  /** The value's length in bytes. */
  public int length(int index) {
    return ends[index] - end(index);
  }

  @Override
  public long heapBytes() {
    return super.heapBytes() + bytes.length + 4L * ends.length;
  }

  /** Bytes of all values together. */
  public int byteCount() {
    return end(size());
  }

  private int end(int count) {
    return count == 0 ? 0 : ends[count - 1];
  }

  private void ensureBytes(int start, int length) {
    int needed = Math.addExact(start, length);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 16L, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }

  @Override
  void grow(int capacity) {
    ends = Arrays.copyOf(ends, capacity);
  }

  @Override
  void skipValue(int index) {
    ends[index] = end(index);
  }

  @Override
  void truncateValues(int newSize) {}
}
