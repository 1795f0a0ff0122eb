package io.deltaingest.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A broker as a child process, on this JVM's class path: its memory and CPU time are not those of
 * what is measured or killed. It ends with this process. Not thread-safe.
 */
public final class KafkaProcess implements AutoCloseable {

  private static final String LOGGING =
      "-Dlogback.configurationFile=io/deltaingest/testkit/broker-logback.xml";
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final Path dir;
  private final List<String> jvmArguments;
  private int port;
  private Process process;
  private String bootstrapServers;
  private KafkaFixture fixture;

  private KafkaProcess(Path dir, int port, List<String> jvmArguments) {
    this.dir = dir;
    this.port = port;
    this.jvmArguments = List.copyOf(jvmArguments);
  }

  /**
   * A broker with a heap of 1 GiB on a free port, which is there soon rather than fast for long.
   */
  public static KafkaProcess start(Path dir) {
    return start(dir, 0, List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  }

  /** As {@link #start(Path)}, for who measures: with the JVM's defaults but for its heap. */
  public static KafkaProcess startToMeasure(Path dir) {
    return start(dir, 0, List.of("-Xmx1g"));
  }

  /**
   * @param dir of the data; one that was used before goes on with what it holds
   * @param port 0 for a free one
   */
  public static KafkaProcess start(Path dir, int port, List<String> jvmArguments) {
    KafkaProcess kafka = new KafkaProcess(dir, port, jvmArguments);
    kafka.launch();
    return kafka;
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Topics, records and look-ups of this broker; closed with it. */
  public KafkaFixture fixture() {
    if (fixture == null) {
      fixture = new KafkaFixture(bootstrapServers);
    }
    return fixture;
  }

  public long pid() {
    return process.pid();
  }

  /** What the broker's process has spent of all cores so far. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Ends the process as a crash does: nothing is flushed or said to anyone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Ends the process in good order. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Starts the process again, on the same port and data. It must have been ended before. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("still running");
    }
    launch();
  }

  @Override
  public void close() {
    if (fixture != null) {
      fixture.close();
    }
    stop();
  }

  private void launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.add(LOGGING);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(EmbeddedKafkaMain.class.getName());
    command.add(Integer.toString(port));
    command.add(dir.toString());
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      bootstrapServers = awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
  }

  private String awaitReady() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.startsWith(EmbeddedKafkaMain.READY)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("The broker's process ended before it was ready");
    }
    return line.substring(EmbeddedKafkaMain.READY.length());
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
