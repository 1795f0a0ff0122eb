package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import org.junit.jupiter.api.Test;

class LatencyReportTest {

  @Test
  void shouldSayHowLongTheQuickestTookWithoutThoseThatDoNotCount() {
    // given: message 0 took long, the others 1 to 100 ms
    long[] produced = new long[101];
    long[] visible = new long[101];
    visible[0] = 5_000_000_000L;
    for (int i = 1; i <= 100; i++) {
      produced[i] = 7_000_000L * i;
      visible[i] = produced[i] + 1_000_000L * i;
    }

    // when
    LatencyReport report =
        new LatencyReport(produced, visible, 1, 12, new Cost(10, 1.5, 200L << 20));

    // then
    assertThat(report.millis(50)).isEqualTo(50);
    assertThat(report.millis(99)).isEqualTo(99);
    assertThat(report.millis(99.9)).isEqualTo(100);
    assertThat(report)
        .asString()
        .contains(
            "| 90 %     |                 90 |", "| 99.9 %", "| all      |                100 |")
        .contains("12 versions; 15 % of a core, 200 MiB");
  }
}
