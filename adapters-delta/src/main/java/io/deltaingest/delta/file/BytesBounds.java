package io.deltaingest.delta.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bounds of byte strings in unsigned order, which for UTF-8 is the order of code points. Only the
 * first {@link #KEPT} bytes of a bound are kept; statistics use fewer. Most values are settled by
 * one comparison of their first eight bytes.
 */
final class BytesBounds implements Bounds<BytesBounds> {

  /** Enough for 32 code points of four bytes, and what follows them. */
  static final int KEPT = 256;

  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final byte[] NONE = new byte[0];

  private final Bound min = new Bound();
  private final Bound max = new Bound();
  private boolean empty = true;

  /** One of the two; its bytes are copied. */
  static final class Bound {
    private byte[] bytes = NONE;
    private int length;
    private boolean cut;
    private long prefix;

    /** The first bytes of the value. */
    byte[] toArray() {
      return Arrays.copyOf(bytes, length);
    }

    /** Whether the value goes on after {@link #toArray()}. */
    boolean isCut() {
      return cut;
    }

    private void set(byte[] source, int offset, int fullLength, boolean goesOn, long newPrefix) {
      length = Math.min(fullLength, KEPT);
      cut = goesOn || fullLength > KEPT;
      if (bytes.length < length) {
        bytes = new byte[Math.min(KEPT, Integer.highestOneBit(length) * 2)];
      }
      System.arraycopy(source, offset, bytes, 0, length);
      prefix = newPrefix;
    }
  }

  boolean isEmpty() {
    return empty;
  }

  Bound min() {
    return min;
  }

  Bound max() {
    return max;
  }

  void add(byte[] source, int offset, int length) {
    add(source, offset, length, false);
  }

  private void add(byte[] source, int offset, int length, boolean goesOn) {
    long prefix = prefix(source, offset, length);
    if (empty) {
      min.set(source, offset, length, goesOn, prefix);
      max.set(source, offset, length, goesOn, prefix);
      empty = false;
      return;
    }
    int toMin = Long.compareUnsigned(prefix, min.prefix);
    if (toMin < 0 || (toMin == 0 && compare(source, offset, length, min) < 0)) {
      min.set(source, offset, length, goesOn, prefix);
    }
    int toMax = Long.compareUnsigned(prefix, max.prefix);
    if (toMax > 0 || (toMax == 0 && compare(source, offset, length, max) > 0)) {
      max.set(source, offset, length, goesOn, prefix);
    } else if (toMax == 0 && length > KEPT && compare(source, offset, length, max) == 0) {
      max.cut = true;
    }
  }

  @Override
  public void clear() {
    empty = true;
  }

  @Override
  public void merge(BytesBounds other) {
    if (!other.empty) {
      add(other.min.bytes, 0, other.min.length, other.min.cut);
      add(other.max.bytes, 0, other.max.length, other.max.cut);
      max.cut |= other.max.cut && Arrays.equals(max.toArray(), other.max.toArray());
    }
  }

  @Override
  public byte[] parquetMin() {
    return empty || max.cut || min.cut ? null : min.toArray();
  }

  @Override
  public byte[] parquetMax() {
    return empty || max.cut || min.cut ? null : max.toArray();
  }

  /** Compares as far as bounds are kept. */
  private static int compare(byte[] source, int offset, int length, Bound bound) {
    return Arrays.compareUnsigned(
        source, offset, offset + Math.min(length, KEPT), bound.bytes, 0, bound.length);
  }

  /** The first eight bytes as a number that orders like them, zeros where the value ends before. */
  private static long prefix(byte[] source, int offset, int length) {
    if (length >= Long.BYTES) {
      return (long) BIG_ENDIAN_LONG.get(source, offset);
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = (value << 8) | (source[offset + i] & 0xFF);
    }
    return length == 0 ? 0 : value << (8 * (Long.BYTES - length));
  }
}
