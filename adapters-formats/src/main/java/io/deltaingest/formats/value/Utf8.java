package io.deltaingest.formats.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The rules of UTF-8 (RFC 3629): shortest form, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /**
   * The position after the multi-byte sequence that begins at {@code start}, or -1 when it is not
   * well-formed or reaches beyond {@code end}. The byte at {@code start} is no ASCII.
   */
  public static int sequenceEnd(byte[] bytes, int start, int end) {
    int lead = bytes[start] & 0xFF;
    if (lead < 0xC2 || lead > 0xF4) {
      return -1;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (end - start < length) {
      return -1;
    }
    int second = bytes[start + 1] & 0xFF;
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) {
      return -1;
    }
    for (int i = start + 2; i < start + length; i++) {
      if (isNoContinuation(bytes[i])) {
        return -1;
      }
    }
    return start + length;
  }

  /** Plain ASCII is passed over eight bytes at a time. */
  public static boolean isValid(byte[] bytes, int start, int length) {
    int end = start + length;
    int i = start;
    while (i < end) {
      if (i + 8 <= end && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
        i += 8;
        continue;
      }
      i = bytes[i] >= 0 ? i + 1 : sequenceEnd(bytes, i, end);
      if (i < 0) {
        return false;
      }
    }
    return true;
  }

  /** The position after {@code count} code points of valid UTF-8, at most {@code end}. */
  public static int skipCodePoints(byte[] bytes, int start, int end, long count) {
    int i = start;
    long left = count;
    while (left > 0 && i < end) {
      i++;
      while (i < end && !isNoContinuation(bytes[i])) {
        i++;
      }
      left--;
    }
    return i;
  }

  private static boolean isNoContinuation(byte value) {
    return (value & 0xC0) != 0x80;
  }
}
