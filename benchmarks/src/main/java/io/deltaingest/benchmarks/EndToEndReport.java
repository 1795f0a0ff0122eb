package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The runs of {@link EndToEnd} as a table, and their medians. */
final class EndToEndReport {

  private static final double MEBI = 1 << 20;

  private final Map<Workload, List<RunPair>> pairs;
  private final MarkdownTable table =
      new MarkdownTable(
          3,
          "workload",
          "run",
          "program",
          "s",
          "messages/s",
          "MB/s",
          "CPU s per million",
          "peak RSS MiB",
          "of the ceiling");

  /**
   * @param pairs of each workload at least one, in the order to show them
   */
  EndToEndReport(Map<Workload, List<RunPair>> pairs) {
    this.pairs = pairs;
  }

  @Override
  public String toString() {
    pairs.forEach(this::addRuns);
    pairs.forEach(this::addMedians);
    StringBuilder text = new StringBuilder(table.toString());
    text.append("\nWhole processes, from before the start of the JVM to after its end.\n");
    pairs.forEach((workload, runs) -> text.append(loops(workload, runs)));
    return text.toString();
  }

  private void addRuns(Workload workload, List<RunPair> runs) {
    for (int i = 0; i < runs.size(); i++) {
      RunPair pair = runs.get(i);
      String run = Integer.toString(i + 1);
      row(workload, run, "plain consumer", pair.drain(), pair, 1);
      row(workload, run, "ingest", pair.ingest(), pair, pair.ratio());
    }
  }

  private void addMedians(Workload workload, List<RunPair> runs) {
    RunPair any = runs.get(0);
    row(workload, "median", "plain consumer", medianCost(runs, RunPair::drain), any, 1);
    double ratio = median(runs, RunPair::ratio);
    row(workload, "median", "ingest", medianCost(runs, RunPair::ingest), any, ratio);
  }

  private static String loops(Workload workload, List<RunPair> runs) {
    RunPair any = runs.get(0);
    return String.format(
        Locale.ROOT,
        """
        %s: %,.1f bytes a message; the plain consumer's loop alone, from its first poll: %,.0f
        messages/s; ingest as a whole process against that: %.1f %% (medians).
        """,
        workload,
        (double) any.bytes() / any.messages(),
        median(runs, RunPair::drainLoopPerSecond),
        median(runs, RunPair::ratioToDrainLoop) * 100);
  }

  private void row(
      Workload workload, String run, String program, Cost cost, RunPair pair, double ratio) {
    double perSecond = pair.messages() / cost.seconds();
    table.add(
        workload.toString(),
        run,
        program,
        number("%.2f", cost.seconds()),
        number("%,.0f", perSecond),
        number("%.1f", pair.megabytesPerSecond(perSecond)),
        number("%.2f", pair.cpuSecondsPerMillion(cost)),
        number("%,.0f", cost.peakBytes() / MEBI),
        number("%.1f %%", ratio * 100));
  }

  /** Each quantity's own median. */
  private static Cost medianCost(List<RunPair> runs, Function<RunPair, Cost> which) {
    return new Cost(
        median(runs, pair -> which.apply(pair).seconds()),
        median(runs, pair -> which.apply(pair).cpuSeconds()),
        (long) median(runs, pair -> which.apply(pair).peakBytes()));
  }

  private static double median(List<RunPair> runs, ToDoubleFunction<RunPair> what) {
    return Median.of(runs.stream().mapToDouble(what).toArray());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
