package io.deltaingest.formats.coerce;

import io.deltaingest.formats.value.Utf8Buffer;
import java.util.Arrays;

/**
 * Numbers of any length in big-endian two's complement as plain decimal text. Reused; not
 * thread-safe.
 */
final class DecimalBytes {

  /** Longer numbers are no decimals that anybody stores; the work grows with the square. */
  static final int MAX_LENGTH = 512;

  private static final int GROUP = 1_000_000_000;
  private static final int GROUP_DIGITS = 9;

  // The magnitude in 32-bit words, least significant first; then its decimal groups, likewise.
  private int[] words = new int[8];
  private int[] groups = new int[8];
  private final Utf8Buffer digits = new Utf8Buffer(64);

  /**
   * Appends the number with {@code scale} digits after the point.
   *
   * @return false when there are no bytes, or too many
   */
  boolean append(byte[] bytes, int start, int length, int scale, Utf8Buffer out) {
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    if (bytes[start] < 0) {
      out.append((byte) '-');
    }
    digits.clear();
    if (length < Long.BYTES) {
      digits.appendDecimal(Math.abs(smallNumber(bytes, start, length)));
    } else {
      appendDigits(countGroups(magnitude(bytes, start, length)));
    }
    int whole = digits.length() - scale;
    out.append(digits.array(), 0, Math.max(whole, 0));
    if (whole <= 0) {
      out.append((byte) '0');
    }
    if (scale > 0) {
      out.append((byte) '.');
      for (int i = whole; i < 0; i++) {
        out.append((byte) '0');
      }
      int fraction = Math.max(whole, 0);
      out.append(digits.array(), fraction, digits.length() - fraction);
    }
    return true;
  }

  private static long smallNumber(byte[] bytes, int start, int length) {
    long value = bytes[start];
    for (int i = start + 1; i < start + length; i++) {
      value = value << 8 | (bytes[i] & 0xFF);
    }
    return value;
  }

  /** Fills the words and returns how many. */
  private int magnitude(byte[] bytes, int start, int length) {
    int count = length / 4 + 1;
    if (words.length < count) {
      words = new int[count];
      groups = new int[count * 2];
    }
    boolean negative = bytes[start] < 0;
    Arrays.fill(words, 0, count, negative ? -1 : 0);
    for (int i = 0; i < length; i++) {
      int shift = (i & 3) * 8;
      int value = bytes[start + length - 1 - i] & 0xFF;
      words[i >> 2] = (words[i >> 2] & ~(0xFF << shift)) | value << shift;
    }
    boolean carry = negative;
    for (int i = 0; negative && i < count; i++) {
      words[i] = ~words[i] + (carry ? 1 : 0);
      carry &= words[i] == 0;
    }
    return count;
  }

  /** Divides the words down to groups of decimal digits and returns how many. */
  private int countGroups(int wordCount) {
    int left = wordCount;
    int count = 0;
    while (left > 0 && words[left - 1] == 0) {
      left--;
    }
    while (left > 0) {
      long remainder = 0;
      for (int i = left - 1; i >= 0; i--) {
        long part = remainder << 32 | (words[i] & 0xFFFF_FFFFL);
        words[i] = (int) (part / GROUP);
        remainder = part % GROUP;
      }
      groups[count++] = (int) remainder;
      if (words[left - 1] == 0) {
        left--;
      }
    }
    return count;
  }

  private void appendDigits(int groupCount) {
    digits.appendDecimal(groupCount == 0 ? 0 : groups[groupCount - 1]);
    for (int i = groupCount - 2; i >= 0; i--) {
      digits.appendPadded(groups[i], GROUP_DIGITS);
    }
  }
}
