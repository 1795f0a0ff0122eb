package io.deltaingest.formats.jmespath;

import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** A JSON number that keeps its text. Equal to every other that has the same value. */
final class ExactNumber extends DecimalNode {

  private static final long serialVersionUID = 1L;

  /** Longer text costs more than a number is worth to an expression. */
  private static final int LONGEST_TEXT = 1000;

  private static final double EXACT_INTEGERS = 1L << 53;

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;

  private ExactNumber(String text) {
    super(new BigDecimal(text));
    this.text = text;
  }

  /**
   * @param text in JSON's grammar
   * @throws ArithmeticException when an expression can't compute with such a number
   */
  static ExactNumber of(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new ArithmeticException("a number has more than " + LONGEST_TEXT + " characters");
    }
    try {
      return new ExactNumber(text);
    } catch (NumberFormatException e) {
      throw new ArithmeticException("the exponent of " + text + " is out of range");
    }
  }

  /** Whether the text, all of it, is a number in JSON's grammar. */
  static boolean isNumber(String text) {
    return JSON_NUMBER.matcher(text).matches();
  }

  static ExactNumber of(double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException("the result is no finite number");
    }
    boolean whole = Math.rint(value) == value && Math.abs(value) < EXACT_INTEGERS;
    return of(whole ? Long.toString((long) value) : Double.toString(value));
  }

  String text() {
    return text;
  }

  @Override
  public String asText() {
    return text;
  }
}
