package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.benchmarks.ManyStreamsReport.Steady;
import io.deltaingest.quickstart.SampleTable;
import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.WebRequests;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What one process with many quiet streams costs: each has a topic, a table, and a message now and
 * then.
 */
@Command(
    name = "many-streams",
    description = "CPU and memory of one process with many streams of few messages.")
public final class ManyStreams implements Callable<Integer> {

  @Option(
      names = "--streams",
      paramLabel = "N",
      split = ",",
      defaultValue = "300",
      description = "How many streams, one number or several (default: ${DEFAULT-VALUE}).")
  private List<Integer> streams;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1",
      description = "Messages a second in each topic (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "120",
      description = "How long is measured (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--allowed-latency",
      paramLabel = "S",
      defaultValue = "60",
      description = "What the program is told, in seconds (default: ${DEFAULT-VALUE}).")
  private int allowedLatency;

  @Mixin private WholeProcess process;

  private final PrintStream out;

  ManyStreams(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    WholeProcess.run(new ManyStreams(System.out), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (int count : streams) {
      process.check(count, seconds);
    }
    IngestCommandLine program = process.program();
    ManyStreamsReport report = new ManyStreamsReport();
    for (int count : streams) {
      try (TemporaryFolder temporary = process.workFolder();
          KafkaProcess kafka = WholeProcess.broker(temporary)) {
        Steady steady = measure(program, temporary.path(), kafka, count);
        WholeProcess.say("%,d streams: %.1f %% of a core", count, 100 * steady.cores());
        report.add(count, steady);
      }
    }
    WholeProcess.print(
        out,
        String.format(
            Locale.ROOT,
            "streams of %s messages/s in %d partitions each, allowed latency %d s, measured for %d s",
            rate,
            process.partitions(),
            allowedLatency,
            seconds),
        report);
    return 0;
  }

  private Steady measure(IngestCommandLine program, Path work, KafkaProcess kafka, int count)
      throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(String.format(Locale.ROOT, "requests_%04d", i));
    }
    WholeProcess.say("%,d topics and tables", count);
    for (String name : names) {
      kafka.fixture().createTopic(name, process.partitions());
      SampleTable.create(work.resolve(name));
    }
    ServedProcess served =
        new ServedProcess(program.launcher(), work, configuration(work, kafka, names));
    try (ServedProcess running = served;
        TrickleOfMessages messages =
            new TrickleOfMessages(
                kafka.bootstrapServers(), names, process.partitions(), rate, new WebRequests(1))) {
      double startSeconds = running.awaitRunning(count);
      WholeProcess.say("%,d streams run after %.1f s", count, startSeconds);
      messages.start();
      // The first commits, and what is compiled for them, are not the steady state.
      TimeUnit.SECONDS.sleep(allowedLatency + 10L);
      WholeProcess.say("measuring for %d s", seconds);
      double cpuBefore = running.cpuSeconds();
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(seconds);
      double elapsed = (System.nanoTime() - start) / 1e9;
      double cores = (running.cpuSeconds() - cpuBefore) / elapsed;
      int threads = running.threads();
      long peakBytes = running.peakBytes();
      long sent = messages.stop();
      running.awaitRead(sent);
      double stopSeconds = running.stop();
      requireEveryMessage(work, names, sent);
      return new Steady(startSeconds, cores, peakBytes, threads, stopSeconds);
    }
  }

  private Path configuration(Path work, KafkaProcess kafka, List<String> names) throws IOException {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.putObject("http").put("port", freePort());
    root.putObject("state").put("path", work.resolve("state").toString());
    ObjectNode defaults = root.putObject("defaults");
    defaults
        .putObject("source")
        .putObject("kafka")
        .put("bootstrap.servers", kafka.bootstrapServers());
    defaults.putObject("flush").put("allowedLatency", allowedLatency + "s");
    ArrayNode all = root.putArray("streams");
    for (String name : names) {
      ObjectNode stream = all.addObject().put("name", name);
      stream.putObject("source").put("topic", name);
      ObjectNode transforms = stream.putObject("transforms");
      transforms.put("date", "substr(meta.producer.timestamp, `0`, `10`)");
      for (Map.Entry<String, String> of :
          Map.of(
                  "meta.kafka.offset", "kafka.offset",
                  "meta.kafka.partition", "kafka.partition",
                  "meta.kafka.topic", "kafka.topic")
              .entrySet()) {
        transforms.put(of.getKey(), of.getValue());
      }
      stream.putObject("table").put("location", work.resolve(name).toString());
    }
    Path file = work.resolve("serve.json");
    Files.writeString(file, root.toString());
    return file;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void requireEveryMessage(Path work, List<String> names, long sent) {
    long rows = 0;
    for (String name : names) {
      rows += process.read(work.resolve(name)).rows();
    }
    if (rows != sent) {
      throw new IllegalStateException(
          "The tables have " + rows + " rows; " + sent + " messages were sent");
    }
  }
}
