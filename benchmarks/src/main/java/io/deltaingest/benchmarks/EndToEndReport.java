package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The runs of {@link EndToEnd} as a table, and their medians. */
final class EndToEndReport {

  private static final double MEBI = 1 << 20;

  private final List<RunPair> pairs;
  private final MarkdownTable table =
      new MarkdownTable(
          2,
          "run",
          "program",
          "s",
          "messages/s",
          "MB/s",
          "CPU s per million",
          "peak RSS MiB",
          "of the ceiling");

  EndToEndReport(List<RunPair> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  @Override
  public String toString() {
    for (int i = 0; i < pairs.size(); i++) {
      RunPair pair = pairs.get(i);
      String run = Integer.toString(i + 1);
      row(run, "plain consumer", pair.drain(), pair, 1);
      row(run, "ingest", pair.ingest(), pair, pair.ratio());
    }
    RunPair any = pairs.get(0);
    row("median", "plain consumer", medianCost(RunPair::drain), any, 1);
    row("median", "ingest", medianCost(RunPair::ingest), any, median(RunPair::ratio));
    return table
        + String.format(
            Locale.ROOT,
            """

            Whole processes, from before the start of the JVM to after its end; %,.1f bytes a message.
            The plain consumer's loop alone, from its first poll: %,.0f messages/s; ingest as a whole
            process against that: %.1f %% (medians).
            """,
            (double) any.bytes() / any.messages(),
            median(RunPair::drainLoopPerSecond),
            median(RunPair::ratioToDrainLoop) * 100);
  }

  private void row(String run, String program, Cost cost, RunPair pair, double ratio) {
    double perSecond = pair.messages() / cost.seconds();
    table.add(
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
  private Cost medianCost(Function<RunPair, Cost> which) {
    return new Cost(
        median(pair -> which.apply(pair).seconds()),
        median(pair -> which.apply(pair).cpuSeconds()),
        (long) median(pair -> which.apply(pair).peakBytes()));
  }

  private double median(ToDoubleFunction<RunPair> what) {
    return Median.of(pairs.stream().mapToDouble(what).toArray());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
