package io.deltaingest.delta.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing array of bytes, used again once it is cleared unless it is huge. Parquet's numbers are
 * little-endian.
 */
final class ByteSink {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NONE = new byte[0];
  private static final int SMALLEST = 16;
  private static final int LARGEST_KEPT = 4 << 20;

  private byte[] bytes = NONE;
  private int size;

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  long heapBytes() {
    return bytes.length;
  }

  void clear() {
    size = 0;
    if (bytes.length > LARGEST_KEPT) {
      bytes = NONE;
    }
  }

  /** Makes room, so that as many bytes can be put unchecked. */
  void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      long roomier = Math.max(SMALLEST, Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L));
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, roomier));
    }
  }

  void putByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    ensure(4);
    putIntUnchecked(value);
  }

  void putIntUnchecked(int value) {
    INT.set(bytes, size, value);
    size += 4;
  }

  void putLongUnchecked(long value) {
    LONG.set(bytes, size, value);
    size += 8;
  }

  void putBytes(byte[] source, int offset, int length) {
    ensure(length);
    putBytesUnchecked(source, offset, length);
  }

  void putBytesUnchecked(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** An unsigned LEB128 number, as in Parquet's run headers. */
  void putVarInt(int value) {
    ensure(5);
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Overwrites four bytes written before. */
  void setInt(int position, int value) {
    INT.set(bytes, position, value);
  }

  /** Whether that many bytes are the same in both; most are few, so no call pays for itself. */
  static boolean areEqual(byte[] a, int atA, byte[] b, int atB, int length) {
    if (length < Long.BYTES) {
      return areFewEqual(a, atA, b, atB, length);
    }
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if (readLong(a, atA + i) != readLong(b, atB + i)) {
        return false;
      }
    }
    return readLong(a, atA + last) == readLong(b, atB + last);
  }

  private static boolean areFewEqual(byte[] a, int atA, byte[] b, int atB, int length) {
    if (length >= Integer.BYTES) {
      int last = length - Integer.BYTES;
      return readInt(a, atA) == readInt(b, atB) && readInt(a, atA + last) == readInt(b, atB + last);
    }
    for (int i = 0; i < length; i++) {
      if (a[atA + i] != b[atB + i]) {
        return false;
      }
    }
    return true;
  }

  static int readInt(byte[] source, int position) {
    return (int) INT.get(source, position);
  }

  static long readLong(byte[] source, int position) {
    return (long) LONG.get(source, position);
  }
}
