package io.deltaingest.formats.value;

import java.nio.charset.StandardCharsets;

/** Values and bytes as text that a log line bears. Allocates; for failures only. */
public final class Excerpt {

  /** Most characters shown. */
  public static final int MAX_LENGTH = 200;

  private Excerpt() {}

  /** The value's JSON text, cut. */
  public static String of(ValueTape tape, int node) {
    Utf8Buffer out = new Utf8Buffer(64);
    CompactJson.write(tape, node, out, MAX_LENGTH * 4);
    return of(out.array(), 0, out.length());
  }

  /** The bytes as text, cut; what is no UTF-8 shows as U+FFFD. */
  public static String of(byte[] bytes, int start, int length) {
    int shown = Math.min(length, MAX_LENGTH * 4 + 4);
    return of(new String(bytes, start, shown, StandardCharsets.UTF_8));
  }

  /** The text, cut. */
  public static String of(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(MAX_LENGTH - 2)) ? MAX_LENGTH - 2 : MAX_LENGTH - 1;
    return text.substring(0, end) + "…";
  }
}
