package io.deltaingest.delta.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundsTest {

  @Test
  void shouldFindSmallestAndLargestBytes() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      // given
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        byte[] value = new byte[random.nextInt(12)];
        for (int j = 0; j < value.length; j++) {
          value[j] = (byte) (random.nextInt(3) - 1);
        }
        values.add(value);
      }
      BytesBounds whole = new BytesBounds();
      BytesBounds half = new BytesBounds();

      // when
      for (int i = 0; i < values.size(); i++) {
        BytesBounds one = i % 2 == 0 ? whole : half;
        byte[] padded = new byte[values.get(i).length + 5];
        System.arraycopy(values.get(i), 0, padded, 3, values.get(i).length);
        one.add(padded, 3, values.get(i).length);
      }
      whole.merge(half);

      // then
      values.sort(Arrays::compareUnsigned);
      assertThat(whole.parquetMin()).isEqualTo(values.get(0));
      assertThat(whole.parquetMax()).isEqualTo(values.get(values.size() - 1));
    }
  }

  @Test
  void shouldNotClaimToKnowBoundsThatWereCut() {
    // given
    byte[] value = "x".repeat(BytesBounds.KEPT).getBytes(StandardCharsets.UTF_8);
    byte[] longer = "x".repeat(BytesBounds.KEPT + 1).getBytes(StandardCharsets.UTF_8);
    BytesBounds bounds = new BytesBounds();

    // when
    bounds.add(value, 0, value.length);
    assertThat(bounds.parquetMax()).isEqualTo(value);
    bounds.add(longer, 0, longer.length);

    // then
    assertThat(bounds.parquetMax()).isNull();
    assertThat(bounds.max().isCut()).isTrue();
  }

  @Test
  void shouldKnowNoMaximumWhereThereIsNan() {
    // given
    FloatingBounds bounds = new FloatingBounds(8);

    // when
    bounds.add(Double.NaN);
    bounds.add(-3);
    bounds.add(5);

    // then
    assertThat(bounds.hasMin()).isTrue();
    assertThat(bounds.min()).isEqualTo(-3);
    assertThat(bounds.hasMax()).isFalse();
    assertThat(bounds.parquetMin()).isNull();
  }

  @Test
  void shouldTakeZeroForBothOfItsSigns() {
    // given
    FloatingBounds positive = new FloatingBounds(8);
    FloatingBounds negative = new FloatingBounds(8);

    // when
    positive.add(0.0);
    negative.add(-0.0);

    // then
    assertThat(Double.compare(positive.min(), -0.0)).isZero();
    assertThat(Double.compare(positive.max(), 0.0)).isZero();
    assertThat(Double.compare(negative.min(), -0.0)).isZero();
    assertThat(Double.compare(negative.max(), 0.0)).isZero();
  }

  @Test
  void shouldOrderWideDecimalsBySign() {
    // given
    WideDecimalBounds bounds = new WideDecimalBounds(2);
    byte[] values = {(byte) 0xFF, (byte) 0xFE, 0, 1, (byte) 0x80, 0, 0x7F, (byte) 0xFF};

    // when
    for (int i = 0; i < values.length; i += 2) {
      bounds.add(values, i);
    }

    // then
    assertThat(bounds.min().intValue()).isEqualTo(-32768);
    assertThat(bounds.max().intValue()).isEqualTo(32767);
  }

  @Test
  void shouldCutStringsSoThatTheyStillBound() {
    Comparator<String> byCodePoint =
        (a, b) ->
            Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    int[] alphabet = {'a', 'z', 0x7E, 0x7F, 0xE9, 0xFFFF, 0x10FFFF};
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      // given
      StringBuilder text = new StringBuilder();
      for (int i = 30 + random.nextInt(6); i > 0; i--) {
        text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
      String value = text.toString();

      // when
      String lower = StringBound.lower(value);
      String upper = StringBound.upper(value, false);

      // then
      assertThat(lower).usingComparator(byCodePoint).isLessThanOrEqualTo(value);
      assertThat(upper).usingComparator(byCodePoint).isGreaterThanOrEqualTo(value);
      assertThat(lower.codePointCount(0, lower.length())).isLessThanOrEqualTo(32);
      if (value.codePointCount(0, value.length()) <= 32) {
        assertThat(upper).isEqualTo(value);
      }
    }
  }

  @Test
  void shouldCloseCutMaximumAsDeltaDoes() {
    assertThat(StringBound.upper("a".repeat(33), false)).isEqualTo("a".repeat(32) + "\u007f");
    assertThat(StringBound.upper("é".repeat(33), false)).isEqualTo("é".repeat(32) + "\uDBFF\uDFFF");
    assertThat(StringBound.upper("a".repeat(32), false)).isEqualTo("a".repeat(32));
    assertThat(StringBound.lower("a".repeat(40))).isEqualTo("a".repeat(32));
  }
}
