package io.deltaingest.benchmarks;

import io.deltaingest.quickstart.SampleTable;
import io.deltaingest.quickstart.TableFiles;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli itself acts on it
  private boolean help;

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
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the topics (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--cpus",
      paramLabel = "LIST",
      description = "Bind what is measured to these CPUs, as taskset -c does; the broker is not.")
  private String cpus;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the topics and the tables are kept while it runs.")
  private Path folder;

  @Option(
      names = "--launcher",
      paramLabel = "FILE",
      defaultValue = "bin/kafka-delta-ingest",
      description = "The program to measure (default: ${DEFAULT-VALUE}).")
  private Path launcher;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Another one, to be measured in turn with it.")
  private Path against;

  private final PrintStream out;

  BoundedRuns(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    BenchmarkLogging.toStandardError();
    System.exit(
        new CommandLine(new BoundedRuns(System.out))
            .setExecutionExceptionHandler(new ShortFailure())
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ProcFiles.requireLinux();
    if (messages < 1 || runs < 1 || partitions < 1) {
      throw new IllegalArgumentException("--messages, --runs and --partitions must be above zero");
    }
    List<IngestCommandLine> programs = new ArrayList<>();
    programs.add(new IngestCommandLine(launcher));
    if (against != null) {
      programs.add(new IngestCommandLine(against));
    }
    try (TemporaryFolder temporary = TemporaryFolder.create(folder);
        KafkaProcess kafka = KafkaProcess.startToMeasure(temporary.path().resolve("kafka"))) {
      kafka.fixture().createTopic(EMPTY, partitions);
      kafka.fixture().createTopic(LOADED, partitions);
      new WebRequestsLoader(kafka.bootstrapServers(), LOADED, partitions)
          .load(new WebRequests(1), 0, messages);
      BoundedRunsReport report = new BoundedRunsReport();
      for (int run = 0; run <= runs; run++) {
        for (IngestCommandLine program : programs) {
          say(run == 0 ? "warming up: %3$s" : "run %d of %d: %s", run, runs, program.launcher());
          // The first run of each warms the disk, and is not counted.
          measure(
              temporary.path().resolve(run + "-" + programs.indexOf(program)),
              kafka.bootstrapServers(),
              program,
              run == 0 ? new BoundedRunsReport() : report);
        }
      }
      out.printf(
          Locale.ROOT,
          "%,d runs each, topics of %d partitions; %s, %d CPUs, Java %s%n%n%s",
          runs,
          partitions,
          ProcFiles.processor(),
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("java.version"),
          report);
      return 0;
    }
  }

  private void measure(
      Path work, String brokers, IngestCommandLine program, BoundedRunsReport report)
      throws IOException, InterruptedException {
    String name = program.launcher().toString();
    String group = "benchmark-" + work.getFileName();
    Path table = work.resolve("table");
    SampleTable.create(table);
    Path empty = work.resolve("empty");
    SampleTable.create(empty);

    report.add(
        "-e, empty topic",
        name,
        process(program.of(EMPTY, empty, brokers, group, TO_THE_END), work).run());
    report.add(
        String.format(Locale.ROOT, "-e, %,d messages", messages),
        name,
        process(program.of(LOADED, table, brokers, group, TO_THE_END), work).run());
    requireEveryMessage(table);
    report.add(
        "-e, caught up",
        name,
        process(program.of(LOADED, table, brokers, group, TO_THE_END), work).run());
    requireEveryMessage(table);
    report.add(
        "first poll",
        name,
        new MeasuredProcess(
                program.of(LOADED, table, brokers, group),
                LOG_FIRST_POLL,
                cpus,
                work.resolve("log"))
            .secondsUntil(FIRST_POLL));
  }

  private MeasuredProcess process(List<String> command, Path work) {
    return new MeasuredProcess(command, cpus, work.resolve("log"));
  }

  /** A run that lost something measured nothing. */
  private void requireEveryMessage(Path table) {
    long rows = TableFiles.read(table, IngestCommandLine.APP_ID, partitions).rows();
    if (rows != messages) {
      throw new IllegalStateException(
          "The table has " + rows + " rows; there are " + messages + " messages");
    }
  }

  private static void say(String format, Object... arguments) {
    System.err.println(String.format(Locale.ROOT, format, arguments));
  }
}
