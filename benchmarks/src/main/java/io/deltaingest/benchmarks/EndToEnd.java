package io.deltaingest.benchmarks;

import io.deltaingest.benchmarks.MeasuredProcess.Cost;
import io.deltaingest.quickstart.TableFiles;
import io.deltaingest.testkit.FolderDeletion;
import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.TopicLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Throughput, CPU time and memory of the whole way from a topic to a table, beside a plain consumer
 * that drains the same topic: as pairs, one right after the other, since a machine's speed drifts.
 * Several workloads are measured in turns for the same reason.
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

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "web-requests",
      description =
          "What to measure, one or several: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Set<Workload> workloads;

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
        KafkaProcess kafka = WholeProcess.broker(temporary);
        SchemaServer registry = SchemaServer.start(AvroRequests.SCHEMA_ID, AvroRequests.schema())) {
      load(kafka);
      Map<Workload, List<RunPair>> pairs = new EnumMap<>(Workload.class);
      for (int run = 1; run <= runs; run++) {
        for (Workload workload : workloads) {
          pairs
              .computeIfAbsent(workload, first -> new ArrayList<>())
              .add(pair(workload, temporary.path(), kafka, registry, ingest, run));
        }
      }
      WholeProcess.print(
          out,
          String.format(
              Locale.ROOT,
              "%,d messages in %d partitions, compression %s",
              messages,
              process.partitions(),
              compression),
          new EndToEndReport(pairs));
      return 0;
    }
  }

  /** Each topic once: workloads may share one. */
  private void load(KafkaProcess kafka) {
    Set<String> loaded = new HashSet<>();
    for (Workload workload : workloads) {
      if (loaded.add(workload.topic())) {
        WholeProcess.say("loading %,d messages into %s", messages, workload.topic());
        kafka.fixture().createTopic(workload.topic(), process.partitions());
        new TopicLoader(
                kafka.bootstrapServers(), workload.topic(), process.partitions(), compression)
            .load(workload.values(SEED), 0, messages, sent -> {});
      }
    }
  }

  private RunPair pair(
      Workload workload,
      Path work,
      KafkaProcess kafka,
      SchemaServer registry,
      IngestCommandLine program,
      int run)
      throws IOException, InterruptedException {
    String name = workload + "-" + run;
    WholeProcess.say("%s: run %d of %d: plain consumer", workload, run, runs);
    Path drainOutput = work.resolve("drain-" + name + ".log");
    Cost drain = process.measured(drainCommand(kafka, workload.topic()), drainOutput).run();
    DrainResult drained = DrainResult.of(drainOutput);
    if (drained.messages() != messages) {
      throw new IllegalStateException(
          "The plain consumer read " + drained.messages() + " of " + messages + " messages");
    }
    WholeProcess.say("%s: run %d of %d: ingest", workload, run, runs);
    Path table = work.resolve("table-" + name);
    workload.createTable(table);
    List<String> options = new ArrayList<>(workload.options(registry.url()));
    options.add("--ends_at_latest_offsets");
    Cost ingest =
        process
            .measured(
                program.of(
                    workload.topic(),
                    table,
                    kafka.bootstrapServers(),
                    "benchmark-" + name,
                    options.toArray(String[]::new)),
                work.resolve("ingest-" + name + ".log"))
            .run();
    requireEveryMessage(table);
    FolderDeletion.delete(table);
    return new RunPair(messages, drained.bytes(), drain, drained, ingest);
  }

  private List<String> drainCommand(KafkaProcess kafka, String topic) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseParallelGC",
        "-D" + BenchmarkLogging.PROPERTY + "=" + BenchmarkLogging.CONFIGURATION,
        "-cp",
        System.getProperty("java.class.path"),
        PlainDrain.class.getName(),
        kafka.bootstrapServers(),
        topic,
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
