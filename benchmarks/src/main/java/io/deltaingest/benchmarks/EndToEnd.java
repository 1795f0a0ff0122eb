package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import io.deltaingest.quickstart.SampleTable;
import io.deltaingest.quickstart.TableFiles;
import io.deltaingest.testkit.FolderDeletion;
import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.WebRequests;
import io.deltaingest.testkit.WebRequestsLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Throughput, CPU time and memory of the whole way from a topic to a table, beside a plain consumer
 * that drains the same topic: as pairs, one right after the other, since a machine's speed drifts.
 */
@Command(
    name = "end-to-end",
    description = "Messages/s, CPU and memory from a topic to a table, against a plain consumer.")
public final class EndToEnd implements Callable<Integer> {

  private static final long SEED = 1;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "3000000",
      description = "How many messages the topic has (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Pairs of runs (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--compression",
      paramLabel = "CODEC",
      defaultValue = "none",
      description = "The producer's compression.type (default: ${DEFAULT-VALUE}).")
  private String compression;

  @Mixin private WholeProcess process;

  private final PrintStream out;

  EndToEnd(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    WholeProcess.run(new EndToEnd(System.out), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    process.check(messages, runs);
    IngestCommandLine ingest = process.program();
    try (TemporaryFolder temporary = process.workFolder();
        KafkaProcess kafka = WholeProcess.broker(temporary)) {
      load(kafka);
      List<RunPair> pairs = new ArrayList<>();
      for (int run = 1; run <= runs; run++) {
        pairs.add(pair(temporary.path(), kafka, ingest, run));
      }
      WholeProcess.print(
          out,
          String.format(
              Locale.ROOT,
              "%,d web_requests messages in %d partitions, compression %s",
              messages,
              process.partitions(),
              compression),
          new EndToEndReport(pairs));
      return 0;
    }
  }

  private void load(KafkaProcess kafka) {
    WholeProcess.say("loading %,d messages", messages);
    kafka.fixture().createTopic(SampleTable.TOPIC, process.partitions());
    new WebRequestsLoader(
            kafka.bootstrapServers(), SampleTable.TOPIC, process.partitions(), compression)
        .load(new WebRequests(SEED), 0, messages);
  }

  private RunPair pair(Path work, KafkaProcess kafka, IngestCommandLine program, int run)
      throws IOException, InterruptedException {
    WholeProcess.say("run %d of %d: plain consumer", run, runs);
    Path drainOutput = work.resolve("drain-" + run + ".log");
    Cost drain = process.measured(drainCommand(kafka), drainOutput).run();
    DrainResult drained = DrainResult.of(drainOutput);
    if (drained.messages() != messages) {
      throw new IllegalStateException(
          "The plain consumer read " + drained.messages() + " of " + messages + " messages");
    }
    WholeProcess.say("run %d of %d: ingest", run, runs);
    Path table = work.resolve("table-" + run);
    SampleTable.create(table);
    Cost ingest =
        process
            .measured(
                program.of(
                    SampleTable.TOPIC,
                    table,
                    kafka.bootstrapServers(),
                    "benchmark-" + run,
                    "--ends_at_latest_offsets"),
                work.resolve("ingest-" + run + ".log"))
            .run();
    requireEveryMessage(table);
    FolderDeletion.delete(table);
    return new RunPair(messages, drained.bytes(), drain, drained, ingest);
  }

  private List<String> drainCommand(KafkaProcess kafka) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseParallelGC",
        "-D" + BenchmarkLogging.PROPERTY + "=" + BenchmarkLogging.CONFIGURATION,
        "-cp",
        System.getProperty("java.class.path"),
        PlainDrain.class.getName(),
        kafka.bootstrapServers(),
        SampleTable.TOPIC,
        Integer.toString(process.partitions()));
  }

  /** A run that lost something measured nothing. */
  private void requireEveryMessage(Path table) {
    TableFiles files = process.read(table);
    if (files.rows() != messages || files.messagesDone() != messages) {
      throw new IllegalStateException(
          "The table has "
              + files.rows()
              + " rows and offsets of "
              + files.messagesDone()
              + " messages; there are "
              + messages
              + " messages");
    }
  }
}
