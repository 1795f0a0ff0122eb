package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import io.deltaingest.quickstart.SampleTable;
import io.deltaingest.quickstart.TableFiles;
import io.deltaingest.testkit.FolderDeletion;
import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.WebRequests;
import io.deltaingest.testkit.WebRequests.Defect;
import io.deltaingest.testkit.WebRequestsLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Topics in which every message is bad, brought to a dead-letter table: messages/s and memory of
 * the whole process, for each kind of defect on its own.
 */
@Command(
    name = "poison-flood",
    description = "Messages/s and memory when every message goes to a dead-letter table.")
public final class PoisonFlood implements Callable<Integer> {

  private static final double MEBI = 1 << 20;
  private static final String LOG_ENTRY = "_delta_log/00000000000000000000.json";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli itself acts on it
  private boolean help;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "2000000",
      description = "How many messages each topic has (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs over each topic (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--defects",
      paramLabel = "DEFECT",
      split = ",",
      defaultValue = "TRUNCATED,WRONG_TYPE",
      description = "What is wrong: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private List<Defect> defects;

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
      names = "--dead-letters",
      paramLabel = "DIR",
      defaultValue = "docs/examples/dead_letters",
      description = "The empty dead-letter table to copy (default: ${DEFAULT-VALUE}).")
  private Path emptyDeadLetters;

  private final PrintStream out;

  PoisonFlood(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    BenchmarkLogging.toStandardError();
    System.exit(
        new CommandLine(new PoisonFlood(System.out))
            .setExecutionExceptionHandler(new ShortFailure())
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ProcFiles.requireLinux();
    if (messages < 1 || runs < 1 || partitions < 1) {
      throw new IllegalArgumentException("--messages, --runs and --partitions must be above zero");
    }
    IngestCommandLine program = new IngestCommandLine(launcher);
    MarkdownTable table =
        new MarkdownTable(
            1, "defect", "s, median", "messages/s", "CPU s per million", "peak RSS MiB");
    try (TemporaryFolder temporary = TemporaryFolder.create(folder);
        KafkaProcess kafka = KafkaProcess.startToMeasure(temporary.path().resolve("kafka"))) {
      for (Defect defect : defects) {
        String topic = topic(defect);
        say("loading %,d messages: %s", messages, defect);
        kafka.fixture().createTopic(topic, partitions);
        new WebRequestsLoader(kafka.bootstrapServers(), topic, partitions)
            .load(new WebRequests(1).allBad(defect), 0, messages);
        List<Cost> costs = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
          say("%s: run %d of %d", defect, run, runs);
          Path work = Files.createDirectory(temporary.path().resolve(defect + "-" + run));
          costs.add(flood(program, topic, work, kafka.bootstrapServers()));
          FolderDeletion.delete(work);
        }
        table.add(row(defect, costs));
      }
    }
    out.printf(
        Locale.ROOT,
        "%,d bad messages in %d partitions, %d runs each; %s, %d CPUs, Java %s%n%n%s",
        messages,
        partitions,
        runs,
        ProcFiles.processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        table);
    return 0;
  }

  private Cost flood(IngestCommandLine program, String topic, Path work, String brokers)
      throws IOException, InterruptedException {
    Path table = work.resolve("table");
    SampleTable.create(table);
    Path deadLetters = work.resolve("dead_letters");
    Files.createDirectories(deadLetters.resolve(LOG_ENTRY).getParent());
    Files.copy(emptyDeadLetters.resolve(LOG_ENTRY), deadLetters.resolve(LOG_ENTRY));
    Cost cost =
        new MeasuredProcess(
                program.of(
                    topic,
                    table,
                    brokers,
                    "benchmark-" + work.getFileName(),
                    "--ends_at_latest_offsets",
                    "--dlq_table_location",
                    deadLetters.toString(),
                    "--dlq_transform",
                    "date: substr(epoch_micros_to_iso8601(timestamp), `0`, `10`)"),
                cpus,
                work.resolve("log"))
            .run();
    requireEveryMessage(table, deadLetters);
    return cost;
  }

  /** A run that lost something measured nothing. */
  private void requireEveryMessage(Path table, Path deadLetters) {
    TableFiles rows = TableFiles.read(table, IngestCommandLine.APP_ID, partitions);
    long letters = TableFiles.read(deadLetters, IngestCommandLine.APP_ID, partitions).rows();
    if (rows.rows() != 0 || rows.messagesDone() != messages || letters != messages) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "There are %,d rows, %,d dead letters and offsets of %,d messages; there are %,d bad"
                  + " messages",
              rows.rows(),
              letters,
              rows.messagesDone(),
              messages));
    }
  }

  private String[] row(Defect defect, List<Cost> costs) {
    double seconds = Median.of(costs.stream().mapToDouble(Cost::seconds).toArray());
    double cpuSeconds = Median.of(costs.stream().mapToDouble(Cost::cpuSeconds).toArray());
    double peak = Median.of(costs.stream().mapToDouble(Cost::peakBytes).toArray());
    return new String[] {
      defect.toString(),
      String.format(Locale.ROOT, "%.2f", seconds),
      String.format(Locale.ROOT, "%,.0f", messages / seconds),
      String.format(Locale.ROOT, "%.2f", cpuSeconds * 1e6 / messages),
      String.format(Locale.ROOT, "%,.0f", peak / MEBI)
    };
  }

  private static String topic(Defect defect) {
    return "poison_" + defect.name().toLowerCase(Locale.ROOT);
  }

  private static void say(String format, Object... arguments) {
    System.err.println(String.format(Locale.ROOT, format, arguments));
  }
}
