package io.deltaingest.formats.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A decimal number read from text, exactly: sign, up to 38 significant digits in 128 bits, and a
 * power of ten. Time and memory do not depend on the exponent. Reused; not thread-safe.
 *
 * <p>The text is {@code [+-] digits [. digits] [e [+-] digits]}: JSON's grammar, and beyond it a
 * plus sign and leading zeros, which text from other sources may have.
 */
public final class DecimalText {

  /** How a conversion went. */
  public enum Fit {
    /** The number is exactly the converted value. */
    EXACT,
    /** The number lies between two values of the target. */
    INEXACT,
    /** The number lies beyond the target's values. */
    OUT_OF_RANGE
  }

  private static final int MAX_DIGITS = 38;
  private static final int MAX_LONG_DIGITS = 18;
  private static final long EXPONENT_LIMIT = 1L << 40;
  private static final long[] POWERS_OF_TEN = powersOfTen();

  private boolean negative;
  private long digits;
  private long exponent;
  // The significant digits as an unsigned number, when there are at most MAX_DIGITS of them.
  private long high;
  private long low;
  private long longValue;

  /** Reads the text; false when it is no number. */
  public boolean read(byte[] text, int start, int length) {
    int end = start + length;
    int i = start;
    negative = i < end && text[i] == '-';
    if (i < end && (text[i] == '-' || text[i] == '+')) {
      i++;
    }
    high = 0;
    low = 0;
    digits = 0;
    int zeros = 0;
    int point = -1;
    int firstDigit = i;
    for (; i < end; i++) {
      int digit = text[i] - '0';
      if (digit == 0) {
        zeros++;
      } else if (digit > 0 && digit <= 9) {
        addDigit(digit, zeros);
        zeros = 0;
      } else if (text[i] == '.' && point < 0 && i > firstDigit) {
        point = i;
      } else {
        break;
      }
    }
    if (i == firstDigit || point == i - 1) {
      return false;
    }
    long fraction = point < 0 ? 0 : i - point - 1;
    long written = 0;
    if (i < end) {
      if ((text[i] | 0x20) != 'e' || !isExponent(text, i + 1, end)) {
        return false;
      }
      written = exponent(text, i + 1, end);
    }
    exponent = digits == 0 ? 0 : written - fraction + zeros;
    return true;
  }

  /** Takes a number that is a {@code long} already. */
  public void set(long value) {
    negative = value < 0;
    high = 0;
    low = Math.abs(value);
    exponent = 0;
    digits = 0;
    for (long rest = low; rest != 0; rest = Long.divideUnsigned(rest, 10)) {
      digits++;
    }
  }

  public boolean isZero() {
    return digits == 0;
  }

  public boolean isNegative() {
    return negative;
  }

  /** The result of {@link #toLong}, {@link #toTruncatedLong} and {@link #toUnscaled}. */
  public long longValue() {
    return longValue;
  }

  /** The upper 64 bits of the result of {@link #toUnscaled}. */
  public long highValue() {
    return high;
  }

  /** The number as a {@code long}. */
  public Fit toLong() {
    longValue = 0;
    if (digits == 0) {
      return Fit.EXACT;
    }
    if (digits + exponent > 19) {
      return Fit.OUT_OF_RANGE;
    }
    if (exponent < 0) {
      return Fit.INEXACT;
    }
    multiplyByPowerOfTen((int) exponent);
    return signedLong() ? Fit.EXACT : Fit.OUT_OF_RANGE;
  }

  /** The number as a {@code long}, its fraction cut off; false when it is out of range. */
  public boolean toTruncatedLong() {
    longValue = 0;
    if (digits == 0 || digits + exponent <= 0) {
      return true;
    }
    if (digits + exponent > 19) {
      return false;
    }
    long power = exponent;
    if (digits > MAX_DIGITS) {
      power += digits - MAX_DIGITS;
    }
    if (power < 0) {
      BigInteger cut = new BigDecimal(magnitude(), (int) -power).toBigInteger();
      if (cut.bitLength() > 64) {
        return false;
      }
      high = 0;
      low = cut.longValue();
    } else {
      multiplyByPowerOfTen((int) power);
    }
    return signedLong();
  }

  /**
   * The number times 10 to the {@code scale}, as a signed 128-bit number, where it has at most
   * {@code precision} digits. May be called once for each number read.
   */
  public Fit toUnscaled(int precision, int scale) {
    longValue = 0;
    if (digits == 0) {
      return Fit.EXACT;
    }
    if (digits + exponent > precision - scale) {
      return Fit.OUT_OF_RANGE;
    }
    long shift = exponent + scale;
    if (shift < 0) {
      return Fit.INEXACT;
    }
    multiplyByPowerOfTen((int) shift);
    if (negative) {
      low = -low;
      high = ~high + (low == 0 ? 1 : 0);
    }
    longValue = low;
    return Fit.EXACT;
  }

  /**
   * The number as a {@code double} where one correctly rounded operation gives it (at most 15
   * digits and a small exponent), else NaN.
   */
  public double toDoubleIfSimple() {
    return simpleQuotient(15, 22);
  }

  /** The number as a {@code float} where a {@code double} operation can't round twice, else NaN. */
  public float toFloatIfSimple() {
    if (digits > 7 || exponent > 10 || exponent < -10 || low > 1 << 24) {
      return Float.NaN;
    }
    float power = (float) POWERS_OF_TEN[(int) Math.abs(exponent)];
    float value = exponent < 0 ? (float) low / power : (float) low * power;
    return negative ? -value : value;
  }

  private double simpleQuotient(int mostDigits, int mostPowers) {
    if (digits > mostDigits || exponent > mostPowers || exponent < -mostPowers) {
      return Double.NaN;
    }
    int powers = (int) Math.abs(exponent);
    double power =
        powers <= MAX_LONG_DIGITS
            ? (double) POWERS_OF_TEN[powers]
            : (double) POWERS_OF_TEN[MAX_LONG_DIGITS]
                * (double) POWERS_OF_TEN[powers - MAX_LONG_DIGITS];
    double value = exponent < 0 ? (double) low / power : (double) low * power;
    return negative ? -value : value;
  }

  private void addDigit(int digit, int zerosBefore) {
    int zeros = digits == 0 ? 0 : zerosBefore;
    digits += zeros + 1L;
    if (digits <= MAX_LONG_DIGITS) {
      low = low * POWERS_OF_TEN[zeros + 1] + digit;
      return;
    }
    long before = digits - zeros - 1;
    for (int i = 0; i < zeros && before < MAX_DIGITS; i++, before++) {
      multiplyByTen(0);
    }
    if (before < MAX_DIGITS) {
      multiplyByTen(digit);
    }
  }

  private void multiplyByPowerOfTen(int power) {
    for (int i = 0; i < power; i++) {
      multiplyByTen(0);
    }
  }

  private void multiplyByTen(int add) {
    long carry = Math.multiplyHigh(low, 10L) + (low < 0 ? 10 : 0);
    long product = low * 10;
    low = product + add;
    high = high * 10 + carry + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
  }

  /** Applies the sign to the 128 bits, when that gives a {@code long}. */
  private boolean signedLong() {
    if (high != 0 || (low < 0 && !(negative && low == Long.MIN_VALUE))) {
      return false;
    }
    longValue = negative ? -low : low;
    return true;
  }

  private BigInteger magnitude() {
    return BigInteger.valueOf(high).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
  }

  private static boolean isExponent(byte[] text, int start, int end) {
    int i = start;
    if (i < end && (text[i] == '-' || text[i] == '+')) {
      i++;
    }
    if (i == end) {
      return false;
    }
    for (; i < end; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static long exponent(byte[] text, int start, int end) {
    boolean down = text[start] == '-';
    long value = 0;
    for (int i = text[start] == '-' || text[start] == '+' ? start + 1 : start; i < end; i++) {
      value = Math.min(EXPONENT_LIMIT, value * 10 + (text[i] - '0'));
    }
    return down ? -value : value;
  }

  private static long[] powersOfTen() {
    long[] powers = new long[MAX_LONG_DIGITS + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
