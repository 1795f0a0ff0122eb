package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void shouldBeTheMiddleOne() {
    assertThat(Median.of(9, 1, 3)).isEqualTo(3);
  }

  @Test
  void shouldBeBetweenTheMiddleTwo() {
    assertThat(Median.of(9, 1, 3, 4)).isEqualTo(3.5);
  }

  @Test
  void shouldLeaveTheMeasurementsInOrder() {
    double[] values = {9, 1, 3};

    Median.of(values);

    assertThat(values).containsExactly(9, 1, 3);
  }

  @Test
  void shouldRefuseNothing() {
    assertThatThrownBy(Median::of).isInstanceOf(IllegalArgumentException.class);
  }
}
