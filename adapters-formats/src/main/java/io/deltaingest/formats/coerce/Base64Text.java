package io.deltaingest.formats.coerce;

import java.util.Arrays;

/**
 * Base64 of RFC 4648: the standard or the URL alphabet, padded or not, in one line. Bits left over
 * at the end must be zero (section 3.5), which tells damaged text from whole.
 */
final class Base64Text {

  private static final byte[] BITS = bits();

  private Base64Text() {}

  static int maxDecodedLength(int textLength) {
    return (int) (textLength * 3L / 4 + 1);
  }

  /** Writes the bytes to {@code target} and returns how many, or -1 when it is no base64. */
  static int decode(byte[] text, int start, int end, byte[] target, int targetStart) {
    int last = end;
    while (last > start && end - last < 2 && text[last - 1] == '=') {
      last--;
    }
    if ((last != end && (end - start) % 4 != 0) || (last - start) % 4 == 1) {
      return -1;
    }
    int out = targetStart;
    int bits = 0;
    int count = 0;
    for (int i = start; i < last; i++) {
      int six = text[i] < 0 ? -1 : BITS[text[i]];
      if (six < 0) {
        return -1;
      }
      bits = (bits << 6) | six;
      count += 6;
      if (count >= 8) {
        count -= 8;
        target[out++] = (byte) (bits >> count);
        bits &= (1 << count) - 1;
      }
    }
    return bits == 0 ? out - targetStart : -1;
  }

  private static byte[] bits() {
    byte[] table = new byte[128];
    Arrays.fill(table, (byte) -1);
    String standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < standard.length(); i++) {
      table[standard.charAt(i)] = (byte) i;
    }
    table['-'] = table['+'];
    table['_'] = table['/'];
    return table;
  }
}
