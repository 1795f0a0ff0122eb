package io.deltaingest.benchmarks;

import io.deltaingest.quickstart.SampleTable;
import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.WebRequests;
import io.deltaingest.testkit.WebRequestsLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a bounded run ({@code -e}) costs as a whole process, as a scheduler starts it again and
 * again over many topics, and how long an unbounded one takes to its first poll. A second program
 * may be measured beside the first: in turn, since a machine's speed drifts.
 */
@Command(
    name = "bounded-runs",
    description = "Wall and CPU time of short runs (-e), and the time to the first poll.")
public final class BoundedRuns implements Callable<Integer> {

  private static final String TO_THE_END = "--ends_at_latest_offsets";

  /** What the Kafka client logs right before the first poll, once its logger is asked to. */
  private static final String FIRST_POLL = "Subscribed to topic";

  private static final Map<String, String> LOG_FIRST_POLL =
      Map.of("RUST_LOG", "info,org.apache.kafka.clients.consumer.internals=info");

  private static final String LOADED = "web_requests";
  private static final String EMPTY = "web_requests_empty";

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Runs of each kind (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many messages the topic has (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Another one, to be measured in turn with it.")
  private Path against;

  @Mixin private WholeProcess process;

  private final PrintStream out;

  BoundedRuns(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    WholeProcess.run(new BoundedRuns(System.out), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    process.check(messages, runs);
    List<IngestCommandLine> programs = new ArrayList<>();
    programs.add(process.program());
    if (against != null) {
      programs.add(new IngestCommandLine(against));
    }
    try (TemporaryFolder temporary = process.workFolder();
        KafkaProcess kafka = WholeProcess.broker(temporary)) {
      kafka.fixture().createTopic(EMPTY, process.partitions());
      kafka.fixture().createTopic(LOADED, process.partitions());
      new WebRequestsLoader(kafka.bootstrapServers(), LOADED, process.partitions())
          .load(new WebRequests(1), 0, messages);
      BoundedRunsReport report = new BoundedRunsReport();
      for (int run = 0; run <= runs; run++) {
        for (IngestCommandLine program : programs) {
          WholeProcess.say(
              run == 0 ? "warming up: %3$s" : "run %d of %d: %s", run, runs, program.launcher());
          // The first run of each warms the disk, and is not counted.
          measure(
              temporary.path().resolve(run + "-" + programs.indexOf(program)),
              kafka.bootstrapServers(),
              program,
              run == 0 ? new BoundedRunsReport() : report);
        }
      }
      WholeProcess.print(
          out,
          String.format(
              Locale.ROOT, "%,d runs each, topics of %d partitions", runs, process.partitions()),
          report);
      return 0;
    }
  }

  private void measure(
      Path work, String brokers, IngestCommandLine program, BoundedRunsReport report)
      throws IOException, InterruptedException {
    String name = program.launcher().toString();
    String group = "benchmark-" + work.getFileName();
    Path log = work.resolve("log");
    Path table = work.resolve("table");
    SampleTable.create(table);
    Path empty = work.resolve("empty");
    SampleTable.create(empty);

    report.add(
        "-e, empty topic",
        name,
        process.measured(program.of(EMPTY, empty, brokers, group, TO_THE_END), log).run());
    report.add(
        String.format(Locale.ROOT, "-e, %,d messages", messages),
        name,
        process.measured(program.of(LOADED, table, brokers, group, TO_THE_END), log).run());
    requireEveryMessage(table);
    report.add(
        "-e, caught up",
        name,
        process.measured(program.of(LOADED, table, brokers, group, TO_THE_END), log).run());
    requireEveryMessage(table);
    report.add(
        "first poll",
        name,
        process
            .measured(program.of(LOADED, table, brokers, group), LOG_FIRST_POLL, log)
            .secondsUntil(FIRST_POLL));
  }

  /** A run that lost something measured nothing. */
  private void requireEveryMessage(Path table) {
    long rows = process.read(table).rows();
    if (rows != messages) {
      throw new IllegalStateException(
          "The table has " + rows + " rows; there are " + messages + " messages");
    }
  }
}
