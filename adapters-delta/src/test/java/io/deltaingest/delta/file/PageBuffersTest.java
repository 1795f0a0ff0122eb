package io.deltaingest.delta.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageBuffersTest {

  private static final long PLENTY = 1L << 30;

  @Test
  void shouldGiveArraysThatAreLargeEnoughAndHardlyLarger() {
    // given
    PageBuffers buffers = new PageBuffers(() -> PLENTY);

    for (int size = 1; size < 5 << 20; size += 1 + size / 700) {
      // when
      byte[] array = buffers.take(size);

      // then
      assertThat(array.length).isBetween(size, size + size / 8 + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4500, 5000, 65_536, 65_537, 1_000_000, 4 << 20})
  void shouldGiveAnArrayAgain(int size) {
    // given
    PageBuffers buffers = new PageBuffers(() -> PLENTY);
    byte[] array = buffers.take(size);
    buffers.giveBack(array);

    // when
    byte[] again = buffers.take(size - size / 16);

    // then
    assertThat(again).isSameAs(array);
    assertThat(buffers.idleBytes()).isZero();
    assertThat(buffers.take(size)).isNotSameAs(array);
  }

  @Test
  void shouldKeepNeitherSmallNorHugeArrays() {
    // given
    PageBuffers buffers = new PageBuffers(() -> PLENTY);

    // when
    buffers.giveBack(buffers.take(100));
    buffers.giveBack(buffers.take((4 << 20) + 1));

    // then
    assertThat(buffers.idleBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {4097, 5000, 65_535, 1_000_001, (4 << 20) - 1})
  void shouldNotTakeAnotherArrayForOneThatIsLarger(int length) {
    // given: an array of a huge page, which is as large as the page came to
    PageBuffers buffers = new PageBuffers(() -> PLENTY);
    buffers.giveBack(new byte[length]);

    // when
    byte[] array = buffers.take(length + 1);

    // then
    assertThat(array.length).isGreaterThan(length);
  }

  @Test
  void shouldKeepNoMoreThanItMay() {
    // given
    PageBuffers buffers = new PageBuffers(() -> 100_000);
    byte[] one = buffers.take(60_000);
    byte[] another = buffers.take(60_000);

    // when
    buffers.giveBack(one);
    buffers.giveBack(another);

    // then
    assertThat(buffers.idleBytes()).isEqualTo(one.length);
    assertThat(buffers.take(60_000)).isSameAs(one);
  }

  @Test
  void shouldKeepNothingOnceItIsCleared() {
    // given
    PageBuffers buffers = new PageBuffers(() -> PLENTY);
    byte[] array = buffers.take(60_000);
    buffers.giveBack(array);

    // when
    buffers.clear();

    // then
    assertThat(buffers.idleBytes()).isZero();
    assertThat(buffers.take(60_000)).isNotSameAs(array);
  }

  @Test
  void shouldLetGoOfArraysThatNobodyAsksFor() {
    // given
    PageBuffers buffers = new PageBuffers(() -> PLENTY);
    for (int i = 0; i < 10; i++) {
      buffers.giveBack(new byte[1 << 20]);
    }

    // when
    for (int i = 0; i < 1000; i++) {
      buffers.take(10_000 + i);
    }

    // then
    assertThat(buffers.idleBytes()).isLessThan(1 << 20);
  }
}
