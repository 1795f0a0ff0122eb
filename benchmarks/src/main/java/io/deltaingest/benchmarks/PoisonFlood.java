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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      names = "--dead-letters",
      paramLabel = "DIR",
      defaultValue = "docs/examples/dead_letters",
      description = "The empty dead-letter table to copy (default: ${DEFAULT-VALUE}).")
  private Path emptyDeadLetters;

  @Mixin private WholeProcess process;

  private final PrintStream out;

  PoisonFlood(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    WholeProcess.run(new PoisonFlood(System.out), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    process.check(messages, runs);
    IngestCommandLine program = process.program();
    MarkdownTable table =
        new MarkdownTable(
            1, "defect", "s, median", "messages/s", "CPU s per million", "peak RSS MiB");
    try (TemporaryFolder temporary = process.workFolder();
        KafkaProcess kafka = WholeProcess.broker(temporary)) {
      for (Defect defect : defects) {
        String topic = topic(defect);
        WholeProcess.say("loading %,d messages: %s", messages, defect);
        kafka.fixture().createTopic(topic, process.partitions());
        new WebRequestsLoader(kafka.bootstrapServers(), topic, process.partitions())
            .load(new WebRequests(1).allBad(defect), 0, messages);
        List<Cost> costs = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
          WholeProcess.say("%s: run %d of %d", defect, run, runs);
          Path work = Files.createDirectory(temporary.path().resolve(defect + "-" + run));
          costs.add(flood(program, topic, work, kafka.bootstrapServers()));
          FolderDeletion.delete(work);
        }
        table.add(row(defect, costs));
      }
    }
    WholeProcess.print(
        out,
        String.format(
            Locale.ROOT,
            "%,d bad messages in %d partitions, %d runs each",
            messages,
            process.partitions(),
            runs),
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
        process
            .measured(
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
                work.resolve("log"))
            .run();
    requireEveryMessage(table, deadLetters);
    return cost;
  }

  /** A run that lost something measured nothing. */
  private void requireEveryMessage(Path table, Path deadLetters) {
    TableFiles rows = process.read(table);
    long letters = process.read(deadLetters).rows();
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
}
