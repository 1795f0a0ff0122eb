package io.deltaingest.formats.value;

import java.nio.charset.StandardCharsets;

/** Base64 with padding (RFC 4648 section 4), written without an array in between. */
public final class Base64Encoding {

  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          .getBytes(StandardCharsets.US_ASCII);

  private Base64Encoding() {}

  /** Appends the text of those bytes. */
  public static void append(byte[] bytes, int start, int length, Utf8Buffer out) {
    int end = start + length;
    int rest = length % 3;
    int o = out.claim(Math.multiplyExact(length / 3 + (rest == 0 ? 0 : 1), 4));
    byte[] text = out.array();
    int i = start;
    for (; i < end - rest; i += 3) {
      int group = (bytes[i] & 0xFF) << 16 | (bytes[i + 1] & 0xFF) << 8 | (bytes[i + 2] & 0xFF);
      text[o++] = ALPHABET[group >> 18];
      text[o++] = ALPHABET[(group >> 12) & 0x3F];
      text[o++] = ALPHABET[(group >> 6) & 0x3F];
      text[o++] = ALPHABET[group & 0x3F];
    }
    if (rest > 0) {
      int group = (bytes[i] & 0xFF) << 16 | (rest > 1 ? (bytes[i + 1] & 0xFF) << 8 : 0);
      text[o++] = ALPHABET[group >> 18];
      text[o++] = ALPHABET[(group >> 12) & 0x3F];
      text[o++] = rest > 1 ? ALPHABET[(group >> 6) & 0x3F] : (byte) '=';
      text[o] = '=';
    }
  }
}
