package io.deltaingest.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command from its start to its end and says what that cost. One at a time in this process:
 * CPU time is counted over all children that end meanwhile. What the command prints goes to a file.
 */
final class MeasuredProcess {

  private static final long SAMPLE_MILLIS = 20;
  private static final long TEXT_SAMPLE_MILLIS = 2;
  private static final int LAST_LINES = 20;

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path output;

  /**
   * @param cpus to which the command is bound, in the form of taskset(1); null for all
   * @param output what it prints
   */
  MeasuredProcess(List<String> command, String cpus, Path output) {
    this(command, Map.of(), cpus, output);
  }

  /**
   * @param environment beside this process's own
   */
  MeasuredProcess(List<String> command, Map<String, String> environment, String cpus, Path output) {
    this.environment = Map.copyOf(environment);
    this.command = new ArrayList<>();
    if (cpus != null) {
      this.command.addAll(List.of("taskset", "-c", cpus));
    }
    this.command.addAll(command);
    this.output = output;
  }

  /**
   * What a process cost.
   *
   * @param seconds from before it was started to after it ended
   * @param cpuSeconds of all cores, user and system
   * @param peakBytes the most memory that it had resident, seen up to 20 ms before its end
   */
  record Cost(double seconds, double cpuSeconds, long peakBytes) {}

  /**
   * Runs it and waits.
   *
   * @throws IllegalStateException when it ends with another exit code than 0
   */
  Cost run() throws IOException, InterruptedException {
    double cpuBefore = ProcFiles.cpuSecondsOfEndedChildren();
    long start = System.nanoTime();
    Process process = begin();
    long peakBytes = 0;
    try {
      process.getOutputStream().close();
      do {
        OptionalLong now = ProcFiles.peakResidentBytes(process.pid());
        peakBytes = Math.max(peakBytes, now.orElse(0));
      } while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS));
    } finally {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          String.join(" ", command)
              + "\nended with exit code "
              + process.exitValue()
              + "; the end of what it printed:\n"
              + endOfOutput());
    }
    return new Cost(seconds, ProcFiles.cpuSecondsOfEndedChildren() - cpuBefore, peakBytes);
  }

  /** What is done while a process runs. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Runs it while that is done, then ends it by SIGTERM and waits.
   *
   * @throws IllegalStateException when it has ended before
   */
  Cost during(Work work) throws IOException, InterruptedException {
    double cpuBefore = ProcFiles.cpuSecondsOfEndedChildren();
    long start = System.nanoTime();
    Process process = begin();
    try {
      process.getOutputStream().close();
      work.run();
      long peakBytes = ProcFiles.peakResidentBytes(process.pid()).orElse(0);
      if (!process.isAlive()) {
        throw new IllegalStateException(
            String.join(" ", command)
                + "\nended too early; the end of what it printed:\n"
                + endOfOutput());
      }
      process.destroy();
      process.waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Cost(seconds, ProcFiles.cpuSecondsOfEndedChildren() - cpuBefore, peakBytes);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Runs it until it has printed that text, then ends it by SIGTERM and waits.
   *
   * @return the seconds from before it was started until the text was seen, up to 2 ms late
   * @throws IllegalStateException when it ends without having printed it
   */
  double secondsUntil(String text) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = begin();
    try {
      process.getOutputStream().close();
      while (!Files.readString(output).contains(text)) {
        if (process.waitFor(TEXT_SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(
              String.join(" ", command)
                  + "\nended and had not printed \""
                  + text
                  + "\"; the end of what it printed:\n"
                  + endOfOutput());
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      process.destroy();
      process.waitFor();
      return seconds;
    } finally {
      process.destroyForcibly();
    }
  }

  private Process begin() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String endOfOutput() throws IOException {
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
