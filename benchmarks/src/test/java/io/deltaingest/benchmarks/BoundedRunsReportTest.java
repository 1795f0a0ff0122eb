package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import org.junit.jupiter.api.Test;

class BoundedRunsReportTest {

  @Test
  void shouldGiveMediansAndRangesOfEachKindOfRun() {
    BoundedRunsReport report = new BoundedRunsReport();
    report.add("-e", "this", new Cost(3, 2, 200 << 20));
    report.add("-e", "other", new Cost(9, 9, 300 << 20));
    report.add("-e", "this", new Cost(1, 4, 100 << 20));
    report.add("-e", "this", new Cost(2, 3, 150 << 20));
    report.add("first poll", "this", 0.5);

    assertThat(report)
        .hasToString(
            """
            | run        | program | s, median | fastest | slowest | CPU s | peak RSS MiB |
            |------------|---------|----------:|--------:|--------:|------:|-------------:|
            | -e         | this    |      2.00 |    1.00 |    3.00 |  3.00 |          150 |
            | -e         | other   |      9.00 |    9.00 |    9.00 |  9.00 |          300 |
            | first poll | this    |      0.50 |    0.50 |    0.50 |       |              |
            """);
  }
}
