package io.deltaingest.formats.coerce;

import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;

/** What float and double columns have in common: their special values, and text of any length. */
final class FloatingText {

  static final String NO_NUMBER = "it is no number";
  static final String NO_NUMBER_TEXT = "the text is no number";
  static final String TOO_LARGE = "it is too large and would become infinite";
  static final String TOO_SMALL = "it is too small and would become zero";

  private static final PropertyName NAN = new PropertyName("NaN");
  private static final PropertyName INFINITY = new PropertyName("Infinity");
  private static final PropertyName PLUS_INFINITY = new PropertyName("+Infinity");
  private static final PropertyName MINUS_INFINITY = new PropertyName("-Infinity");

  private FloatingText() {}

  static boolean isSpecial(ValueTape tape, int string) {
    return tape.textEquals(string, NAN)
        || tape.textEquals(string, INFINITY)
        || tape.textEquals(string, PLUS_INFINITY)
        || tape.textEquals(string, MINUS_INFINITY);
  }

  /** The value of text that {@link #isSpecial}. */
  static float special(ValueTape tape, int string) {
    if (tape.textEquals(string, NAN)) {
      return Float.NaN;
    }
    return tape.textEquals(string, MINUS_INFINITY)
        ? Float.NEGATIVE_INFINITY
        : Float.POSITIVE_INFINITY;
  }

  /** The text as the JDK's parsers want it. */
  static String text(ValueTape tape, int node) {
    return new String(
        tape.textArray(node),
        tape.textStart(node),
        tape.textLength(node),
        StandardCharsets.ISO_8859_1);
  }
}
