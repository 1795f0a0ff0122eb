package io.deltaingest.formats.coerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.formats.value.Utf8Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Holds decimal text equal to the JDK's. */
class DecimalBytesTest {

  private final DecimalBytes decimals = new DecimalBytes();
  private final Utf8Buffer out = new Utf8Buffer(8);

  @Property(tries = 20_000)
  void shouldWriteNumbersAsTheJdkDoes(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll @IntRange(max = 60) int scale) {
    byte[] bytes = new byte[length];
    Random random = new Random(seed);
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      Arrays.fill(bytes, 0, random.nextInt(length + 1), (byte) -random.nextInt(2));
    }
    if (random.nextInt(8) == 0) {
      Arrays.fill(bytes, random.nextInt(length), length, (byte) 0);
    }

    out.clear();
    assertThat(decimals.append(bytes, 0, length, scale, out)).isTrue();

    assertThat(new String(out.array(), 0, out.length(), StandardCharsets.UTF_8))
        .isEqualTo(new BigDecimal(new BigInteger(bytes), scale).toPlainString());
  }
}
