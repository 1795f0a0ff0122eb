package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.Utf8Buffer;
import java.nio.charset.StandardCharsets;

/** Base64 with padding (RFC 4648 section 4), written without an array in between. */
final class Base64Encoding {

  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          .getBytes(StandardCharsets.US_ASCII);

  private Base64Encoding() {}

  static void append(byte[] bytes, int start, int length, Utf8Buffer out) {
    int end = start + length;
    for (int i = start; i < end; i += 3) {
      int present = Math.min(3, end - i);
      int group = (bytes[i] & 0xFF) << 16;
      group |= present > 1 ? (bytes[i + 1] & 0xFF) << 8 : 0;
      group |= present > 2 ? bytes[i + 2] & 0xFF : 0;
      out.append(ALPHABET[group >> 18]);
      out.append(ALPHABET[(group >> 12) & 0x3F]);
      out.append(present > 1 ? ALPHABET[(group >> 6) & 0x3F] : (byte) '=');
      out.append(present > 2 ? ALPHABET[group & 0x3F] : (byte) '=');
    }
  }
}
