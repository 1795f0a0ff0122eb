package io.deltaingest.formats.value;

/** Binary numbers as text that reads as the same number. Allocates. */
public final class FloatingDigits {

  private static final double EXACT_INTEGERS = 1L << 53;

  private FloatingDigits() {}

  /**
   * The text of a {@link ValueTape#DOUBLE} or {@link ValueTape#FLOAT}: in JSON's grammar, unless it
   * is {@code NaN}, {@code Infinity} or {@code -Infinity}.
   */
  public static String of(ValueTape tape, int node) {
    double value = tape.floating(node);
    return tape.kind(node) == ValueTape.FLOAT ? of((float) value) : of(value);
  }

  private static String of(double value) {
    return isWhole(value) ? whole(value) : Double.toString(value);
  }

  private static String of(float value) {
    return isWhole(value) && Math.abs(value) < 1 << 24 ? whole(value) : Float.toString(value);
  }

  private static boolean isWhole(double value) {
    return Math.rint(value) == value && Math.abs(value) < EXACT_INTEGERS;
  }

  /** With a point, so that it is seen not to be an integer. */
  private static String whole(double value) {
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    return (negative ? "-" : "") + Math.abs((long) value) + ".0";
  }
}
