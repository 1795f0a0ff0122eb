package io.deltaingest.domain.model;

/**
 * A fixed-point number.
 *
 * @param precision digits in all, 1 to 38
 * @param scale digits after the point, 0 to {@code precision}
 */
public record DecimalType(int precision, int scale) implements DataType {

  /** The largest precision whose unscaled value fits a {@code long}. */
  public static final int MAX_LONG_PRECISION = 18;

  public DecimalType {
    if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "decimal(" + precision + "," + scale + ") is no Delta type");
    }
  }

  /** Whether every unscaled value fits a {@code long}. */
  public boolean fitsLong() {
    return precision <= MAX_LONG_PRECISION;
  }

  @Override
  public String describe() {
    return "decimal(" + precision + "," + scale + ")";
  }
}
