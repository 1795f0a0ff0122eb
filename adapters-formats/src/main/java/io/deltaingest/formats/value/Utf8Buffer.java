package io.deltaingest.formats.value;

import java.util.Arrays;

/** Bytes written one after the other into an array that grows and is reused. Not thread-safe. */
public final class Utf8Buffer {

  private byte[] bytes;
  private int length;

  public Utf8Buffer(int initialCapacity) {
    bytes = new byte[initialCapacity];
  }

  /** The array behind the buffer; replaced when it grows, so never kept. */
  public byte[] array() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  public void append(byte value) {
    ensure(1);
    bytes[length++] = value;
  }

  public void append(byte[] source, int start, int count) {
    ensure(count);
    System.arraycopy(source, start, bytes, length, count);
    length += count;
  }

  /** Appends text of ASCII characters only. */
  public void appendAscii(String text) {
    int count = text.length();
    ensure(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += count;
  }

  /** Appends the number's decimal digits. */
  public void appendDecimal(long value) {
    if (value == Long.MIN_VALUE) {
      appendAscii("-9223372036854775808");
      return;
    }
    long rest = value;
    if (rest < 0) {
      append((byte) '-');
      rest = -rest;
    }
    int digits = decimalDigits(rest);
    appendPadded(rest, digits);
  }

  /** Appends the last {@code digits} decimal digits of a non-negative number, zeros in front. */
  public void appendPadded(long value, int digits) {
    ensure(digits);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** Appends one code point, which must not be a surrogate. */
  public void appendCodePoint(int codePoint) {
    ensure(4);
    if (codePoint < 0x80) {
      bytes[length++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xC0 | (codePoint >> 6));
      bytes[length++] = continuation(codePoint);
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xE0 | (codePoint >> 12));
      bytes[length++] = continuation(codePoint >> 6);
      bytes[length++] = continuation(codePoint);
    } else {
      bytes[length++] = (byte) (0xF0 | (codePoint >> 18));
      bytes[length++] = continuation(codePoint >> 12);
      bytes[length++] = continuation(codePoint >> 6);
      bytes[length++] = continuation(codePoint);
    }
  }

  /**
   * Lengthens the buffer by {@code count} bytes that the caller writes into {@link #array()}.
   *
   * @return the position of the first of them
   */
  public int claim(int count) {
    ensure(count);
    int first = length;
    length += count;
    return first;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  private static int decimalDigits(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void ensure(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 16L, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
