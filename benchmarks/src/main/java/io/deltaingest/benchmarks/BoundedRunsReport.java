package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The medians of {@link BoundedRuns}, with the fastest and the slowest run. */
final class BoundedRunsReport {

  private static final double MEBI = 1 << 20;

  private record Kind(String what, String program) {}

  private final Map<Kind, List<Cost>> costs = new LinkedHashMap<>();

  /** A run of a whole process. */
  void add(String what, String program, Cost cost) {
    costs.computeIfAbsent(new Kind(what, program), kind -> new ArrayList<>()).add(cost);
  }

  /** Only a time. */
  void add(String what, String program, double seconds) {
    add(what, program, new Cost(seconds, Double.NaN, -1));
  }

  @Override
  public String toString() {
    MarkdownTable table =
        new MarkdownTable(
            2, "run", "program", "s, median", "fastest", "slowest", "CPU s", "peak RSS MiB");
    costs.forEach(
        (kind, runs) -> {
          boolean whole = runs.get(0).peakBytes() >= 0;
          double[] sorted = runs.stream().mapToDouble(Cost::seconds).sorted().toArray();
          table.add(
              kind.what(),
              kind.program(),
              number("%.2f", Median.of(sorted)),
              number("%.2f", sorted[0]),
              number("%.2f", sorted[sorted.length - 1]),
              whole ? number("%.2f", median(runs, Cost::cpuSeconds)) : "",
              whole ? number("%,.0f", median(runs, Cost::peakBytes) / MEBI) : "");
        });
    return table.toString();
  }

  private static double median(List<Cost> runs, ToDoubleFunction<Cost> what) {
    return Median.of(runs.stream().mapToDouble(what).toArray());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
