package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndToEndReportTest {

  @Test
  void shouldShowEachRunAndTheMedians() {
    EndToEndReport report =
        new EndToEndReport(Map.of(Workload.GZIP, List.of(pair(2, 8), pair(2, 5), pair(4, 10))));

    assertThat(report.toString())
        .contains(
            "| workload | run    | program        |     s | messages/s |  MB/s | CPU s per million |"
                + " peak RSS MiB | of the ceiling |")
        .contains(
            "| gzip     | 1      | plain consumer |  2.00 |    500,000 | 115.5 |              3.00 |"
                + "          100 |        100.0 % |")
        .contains(
            "| gzip     | 1      | ingest         |  8.00 |    125,000 |  28.9 |             12.00 |"
                + "          200 |         25.0 % |")
        .contains(
            "| gzip     | median | ingest         |  8.00 |    125,000 |  28.9 |             12.00 |"
                + "          200 |         40.0 % |")
        .contains("gzip: 231.0 bytes a message")
        .contains("from its first poll: 1,000,000\nmessages/s")
        .contains("against that: 20.0 %");
  }

  @Test
  void shouldShowEveryWorkloadInOneTable() {
    Map<Workload, List<RunPair>> pairs = new EnumMap<>(Workload.class);
    pairs.put(Workload.LARGE_JSON, List.of(pair(2, 8)));
    pairs.put(Workload.WEB_REQUESTS, List.of(pair(2, 4)));

    String report = new EndToEndReport(pairs).toString();

    assertThat(report.lines().filter(line -> line.startsWith("|--"))).hasSize(1);
    assertThat(report)
        .containsSubsequence(
            "| web-requests | 1      | ingest",
            "| large-json   | 1      | ingest",
            "| web-requests | median | ingest",
            "| large-json   | median | ingest");
  }

  /** A million messages of 231 bytes; 1.5 CPUs busy; the consumer's loop takes half of its time. */
  private static RunPair pair(double drainSeconds, double ingestSeconds) {
    return new RunPair(
        1_000_000,
        231_000_000,
        new Cost(drainSeconds, drainSeconds * 1.5, 100 << 20),
        new DrainResult(1_000_000, 231_000_000, drainSeconds / 2),
        new Cost(ingestSeconds, ingestSeconds * 1.5, 200 << 20));
  }
}
