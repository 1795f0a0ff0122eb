package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import io.deltaingest.quickstart.SampleTable;
import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.TopicLoader;
import io.deltaingest.testkit.WebRequests;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long after it was produced a message can be read in the table, while messages come at a
 * steady rate. Produced means handed to the producer's {@code send}; readable means that the
 * version with its offset is in the table's log.
 */
@Command(
    name = "latency",
    description = "The time from producing a message to reading it in the table, at a steady rate.")
public final class Latency implements Callable<Integer> {

  private static final String TOPIC = SampleTable.TOPIC;

  /** Messages before those that count: the program starts and is compiled. */
  private static final int WARM_UP_SECONDS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Messages a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "How long messages come that count (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--allowed-latency",
      paramLabel = "S",
      defaultValue = "1",
      description = "What the program is told, in seconds (default: ${DEFAULT-VALUE}).")
  private int allowedLatency;

  @Mixin private WholeProcess process;

  private final PrintStream out;

  Latency(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    WholeProcess.run(new Latency(System.out), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    process.check(rate, seconds);
    if (allowedLatency < 1) {
      throw new IllegalArgumentException("--allowed-latency must be above zero");
    }
    IngestCommandLine program = process.program();
    long uncounted = (long) rate * WARM_UP_SECONDS;
    long messages = uncounted + (long) rate * seconds;
    try (TemporaryFolder temporary = process.workFolder();
        KafkaProcess kafka = WholeProcess.broker(temporary)) {
      kafka.fixture().createTopic(TOPIC, process.partitions());
      Path table = temporary.path().resolve("table");
      SampleTable.create(table);
      SteadyMessages produced =
          new SteadyMessages(new WebRequests(1)::message, rate, Math.toIntExact(messages));
      VisibleMessages visible =
          new VisibleMessages(table, process.partitions(), Math.toIntExact(messages));
      WholeProcess.say(
          "%,d messages a second for %d seconds, of which the first %d do not count",
          rate, WARM_UP_SECONDS + seconds, WARM_UP_SECONDS);
      Cost cost =
          process
              .measured(
                  program.of(
                      TOPIC,
                      table,
                      kafka.bootstrapServers(),
                      "benchmark",
                      "--allowed_latency",
                      Integer.toString(allowedLatency)),
                  temporary.path().resolve("ingest.log"))
              .during(() -> produceAndWatch(kafka, produced, visible, messages));
      requireEveryMessage(table, messages);
      WholeProcess.print(
          out,
          String.format(
              Locale.ROOT,
              "%,d messages/s for %d s in %d partitions, allowed_latency %d s",
              rate,
              seconds,
              process.partitions(),
              allowedLatency),
          new LatencyReport(
              produced.nanos(),
              visible.nanos(),
              Math.toIntExact(uncounted),
              visible.versions(),
              cost));
      return 0;
    }
  }

  private void produceAndWatch(
      KafkaProcess kafka, SteadyMessages produced, VisibleMessages visible, long messages)
      throws IOException, InterruptedException {
    visible.start();
    try {
      new TopicLoader(kafka.bootstrapServers(), TOPIC, process.partitions(), "none")
          .load(produced, 0, messages, sent -> {});
      visible.awaitAll(PATIENCE);
    } finally {
      visible.stop();
    }
  }

  private void requireEveryMessage(Path table, long messages) {
    long rows = process.read(table).rows();
    if (rows != messages) {
      throw new IllegalStateException(
          "The table has " + rows + " rows; there are " + messages + " messages");
    }
  }
}
