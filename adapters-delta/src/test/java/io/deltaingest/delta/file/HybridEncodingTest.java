package io.deltaingest.delta.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our encoder against Parquet's own decoder. */
class HybridEncodingTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 11, 16, 17, 24, 31})
  void shouldEncodeNumbersThatParquetDecodes(int bitWidth) throws IOException {
    Random random = new Random(bitWidth);
    for (int round = 0; round < 300; round++) {
      // given
      int[] numbers = mixedRuns(random, bitWidth);
      ByteSink out = new ByteSink();

      // when
      HybridEncoding.encode(numbers, numbers.length, bitWidth, out);

      // then
      assertThat(decode(out, bitWidth, numbers.length)).isEqualTo(numbers);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void shouldEncodeLevelsThatParquetDecodes(int bitWidth) throws IOException {
    Random random = new Random(bitWidth);
    for (int round = 0; round < 300; round++) {
      // given
      int[] numbers = mixedRuns(random, bitWidth);
      byte[] levels = new byte[numbers.length];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) numbers[i];
      }
      ByteSink out = new ByteSink();

      // when
      HybridEncoding.encode(levels, levels.length, bitWidth, out);

      // then
      assertThat(decode(out, bitWidth, numbers.length)).isEqualTo(numbers);
    }
  }

  @Test
  void shouldEncodeOneRunForEqualNumbers() throws IOException {
    // given
    ByteSink out = new ByteSink();

    // when
    HybridEncoding.encodeRun(300, 1_000_000, 9, out);

    // then
    assertThat(out.size()).isEqualTo(5);
    assertThat(decode(out, 9, 1_000_000)).containsOnly(300);
  }

  private static int[] mixedRuns(Random random, int bitWidth) {
    int[] numbers = new int[random.nextInt(400) + 1];
    int at = 0;
    while (at < numbers.length) {
      int run = random.nextBoolean() ? random.nextInt(30) + 1 : 1;
      int value = (int) (random.nextLong() & ((1L << bitWidth) - 1));
      for (int i = 0; i < run && at < numbers.length; i++) {
        numbers[at++] = value;
      }
    }
    return numbers;
  }

  private static int[] decode(ByteSink out, int bitWidth, int count) throws IOException {
    RunLengthBitPackingHybridDecoder decoder =
        new RunLengthBitPackingHybridDecoder(
            bitWidth, new ByteArrayInputStream(out.array(), 0, out.size()));
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = decoder.readInt();
    }
    return numbers;
  }
}
