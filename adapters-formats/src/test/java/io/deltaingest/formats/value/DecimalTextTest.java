package io.deltaingest.formats.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.formats.RandomJson;
import io.deltaingest.formats.value.DecimalText.Fit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {

  private static final BigDecimal LONGS = BigDecimal.valueOf(Long.MAX_VALUE);

  private final DecimalText decimal = new DecimalText();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "+", "-", ".5", "5.", "1e", "1e+", " 1", "1 ", "1,5", "0x1", "NaN", "1.2.3", "--1",
        "1e5.0"
      })
  void shouldRefuseWhatIsNoNumber(String text) {
    assertThat(read(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, EXACT",
    "-0, 0, EXACT",
    "+7, 7, EXACT",
    "007, 7, EXACT",
    "1.0, 1, EXACT",
    "1e3, 1000, EXACT",
    "1200e-2, 12, EXACT",
    "0.000e999999999999, 0, EXACT",
    "9223372036854775807, 9223372036854775807, EXACT",
    "-9223372036854775808, -9223372036854775808, EXACT",
    "9223372036854775808, 0, OUT_OF_RANGE",
    "-9223372036854775809, 0, OUT_OF_RANGE",
    "1e19, 0, OUT_OF_RANGE",
    "1e999999999999999999999, 0, OUT_OF_RANGE",
    "1.5, 0, INEXACT",
    "1e-1, 0, INEXACT",
    "1e-999999999999999999999, 0, INEXACT",
  })
  void shouldGiveLongsExactlyOrNotAtAll(String text, long expected, Fit fit) {
    assertThat(read(text)).isTrue();
    assertThat(decimal.toLong()).isEqualTo(fit);
    if (fit == Fit.EXACT) {
      assertThat(decimal.longValue()).isEqualTo(expected);
    }
  }

  @Test
  void shouldReadAMillionDigitsInNoTime() {
    assertThat(read("1" + "0".repeat(1_000_000) + "." + "7".repeat(1_000_000))).isTrue();
    assertThat(decimal.toLong()).isEqualTo(Fit.OUT_OF_RANGE);
    assertThat(read("12." + "0".repeat(1_000_000))).isTrue();
    assertThat(decimal.toLong()).isEqualTo(Fit.EXACT);
    assertThat(decimal.longValue()).isEqualTo(12);
  }

  @Test
  void shouldTakeTheSmallestLong() {
    decimal.set(Long.MIN_VALUE);

    assertThat(decimal.toUnscaled(38, 0)).isEqualTo(Fit.EXACT);
    assertThat(unscaled()).isEqualTo(BigInteger.valueOf(Long.MIN_VALUE));
  }

  @Property(tries = 20_000)
  void shouldAgreeWithBigDecimalOnLongs(@ForAll long seed) {
    String text = new RandomJson(seed, false).number();
    BigDecimal exact = new BigDecimal(text);

    assertThat(read(text)).isTrue();
    Fit fit = decimal.toLong();

    if (exact.abs().compareTo(LONGS.add(BigDecimal.TEN)) > 0) {
      assertThat(fit).isNotEqualTo(Fit.EXACT);
    } else if (exact.stripTrailingZeros().scale() > 0) {
      assertThat(fit).isEqualTo(Fit.INEXACT);
    } else {
      assertThat(fit == Fit.EXACT).isEqualTo(exact.toBigInteger().bitLength() < 64);
      assertThat(fit == Fit.OUT_OF_RANGE || decimal.longValue() == exact.longValueExact()).isTrue();
    }
  }

  @Property(tries = 20_000)
  void shouldAgreeWithBigDecimalOnTruncatedLongs(@ForAll long seed) {
    String text = new RandomJson(seed, false).number();
    BigInteger exact = new BigDecimal(text).toBigInteger();

    assertThat(read(text)).isTrue();

    assertThat(decimal.toTruncatedLong()).as(text).isEqualTo(exact.bitLength() < 64);
    if (exact.bitLength() < 64) {
      assertThat(decimal.longValue()).isEqualTo(exact.longValue());
    }
  }

  @Property(tries = 20_000)
  void shouldAgreeWithBigDecimalOnDecimals(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 38) int precision,
      @ForAll @IntRange(min = 0, max = 38) int anyScale) {
    int scale = Math.min(anyScale, precision);
    String text = new RandomJson(seed, false).number();
    BigDecimal exact = new BigDecimal(text);

    assertThat(read(text)).isTrue();
    Fit fit = decimal.toUnscaled(precision, scale);

    BigDecimal cut = exact.setScale(scale, RoundingMode.DOWN);
    if (cut.precision() > precision && cut.signum() != 0) {
      assertThat(fit).isEqualTo(Fit.OUT_OF_RANGE);
    } else if (cut.compareTo(exact) != 0) {
      assertThat(fit).isEqualTo(Fit.INEXACT);
    } else {
      assertThat(fit).isEqualTo(Fit.EXACT);
      assertThat(unscaled()).isEqualTo(cut.unscaledValue());
    }
  }

  @Property(tries = 20_000)
  void shouldGiveOnlyCorrectlyRoundedFloatingValues(@ForAll long seed) {
    String text = new RandomJson(seed, false).number();
    assertThat(read(text)).isTrue();

    double asDouble = decimal.toDoubleIfSimple();
    float asFloat = decimal.toFloatIfSimple();

    assertThat(Double.isNaN(asDouble) || asDouble == Double.parseDouble(text)).isTrue();
    assertThat(Float.isNaN(asFloat) || asFloat == Float.parseFloat(text)).isTrue();
  }

  private BigInteger unscaled() {
    return BigInteger.valueOf(decimal.highValue())
        .shiftLeft(64)
        .or(new BigInteger(Long.toUnsignedString(decimal.longValue())));
  }

  private boolean read(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return decimal.read(bytes, 0, bytes.length);
  }
}
