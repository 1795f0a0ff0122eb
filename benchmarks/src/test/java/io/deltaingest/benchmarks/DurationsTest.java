package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DurationsTest {

  @Test
  void shouldTellMedianAndPercentiles() {
    Durations durations = new Durations();
    for (int millis = 200; millis >= 1; millis--) {
      durations.addNanos(millis * 1_000_000L);
    }

    assertThat(durations.median()).isEqualTo(100.5);
    assertThat(durations.percentile(99)).isEqualTo(198);
    assertThat(durations.percentile(100)).isEqualTo(200);
    assertThat(durations.percentile(1)).isEqualTo(2);
  }

  @Test
  void shouldTellTheOnlyOne() {
    Durations durations = new Durations();
    durations.addNanos(3_000_000);

    assertThat(durations.median()).isEqualTo(3);
    assertThat(durations.percentile(99)).isEqualTo(3);
  }

  @Test
  void shouldNotTellOfNothing() {
    assertThatThrownBy(() -> new Durations().percentile(99))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
