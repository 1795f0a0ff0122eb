package io.deltaingest.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar that users run, as a child process. What it prints goes to a file. */
final class LauncherProcess implements AutoCloseable {

  private static final int STOP_SECONDS = 30;
  private static final int LAST_LINES = 15;

  private final Process process;
  private final Path log;

  private final EndSignal end;

  private LauncherProcess(Process process, Path log, EndSignal end) {
    this.process = process;
    this.log = log;
    this.end = end;
  }

  /**
   * Starts {@code java -jar JAR serve --config CONFIG}.
   *
   * @param end of which a terminal tells this child at the same time
   */
  static LauncherProcess serve(Path jar, Path config, Path log, EndSignal end) {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            jar.toString(),
            "serve",
            "--config",
            config.toString());
    command.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Process process = command.start();
      process.getOutputStream().close();
      return new LauncherProcess(process, log, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws TourException with the end of its log when it has ended, since nobody asked it to
   * @throws InterruptedException when it has ended of the Ctrl-C that will interrupt this thread
   */
  void requireAlive() throws InterruptedException {
    if (!process.isAlive()) {
      if (end.isGiven()) {
        throw new InterruptedException();
      }
      throw new TourException(
          "The launcher ended by itself with exit code "
              + process.exitValue()
              + ". The end of its log, "
              + log
              + ":\n"
              + endOfLog());
    }
  }

  /** The last lines that it printed. */
  String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      return String.join("\n", last);
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }

  /**
   * Asks it to commit what it holds and to end.
   *
   * @return its exit code
   * @throws TourException when it has not ended in time; it is killed then
   */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new TourException(
          "The launcher did not end within "
              + STOP_SECONDS
              + " s of SIGTERM and was killed. Its log: "
              + log);
    }
    return process.exitValue();
  }

  /** Kills it if it still runs; {@link #stop} is the good way. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
