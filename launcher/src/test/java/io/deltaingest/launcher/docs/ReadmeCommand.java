package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * One block of the README's commands while it runs, as a script of bash that ends at the first
 * failure. Its directive says how it ends: by itself ({@code run}), by SIGTERM once its output
 * holds a text ({@code run until: TEXT}), or by SIGTERM when the blocks after it were run ({@code
 * run in the background until: TEXT}).
 */
final class ReadmeCommand implements AutoCloseable {

  /** The directives of blocks that are run. */
  static final String DIRECTIVE = "run|run until: .+|run in the background until: .+";

  private static final String UNTIL = "run until: ";
  private static final String BACKGROUND = "run in the background until: ";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Markdown.Block block;
  private final Process process;
  private final Path output;

  private ReadmeCommand(Markdown.Block block, Process process, Path output) {
    this.block = block;
    this.process = process;
    this.output = output;
  }

  static boolean isRun(Markdown.Block block) {
    return block.language().equals("sh") && block.directive().matches(DIRECTIVE);
  }

  static ReadmeCommand start(
      Markdown.Block block, Path directory, Map<String, String> environment) {
    try {
      Path output = Files.createTempFile(directory, "readme-" + block.line() + "-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-euo", "pipefail", "-c", block.text())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return new ReadmeCommand(block, builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the block's end, or for the text that its directive names. */
  void await() {
    if (block.directive().startsWith(BACKGROUND)) {
      awaitText(block.directive().substring(BACKGROUND.length()));
    } else {
      if (block.directive().startsWith(UNTIL)) {
        awaitText(block.directive().substring(UNTIL.length()));
        terminate();
      }
      awaitSuccess();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends what goes on in the background, as Ctrl-C does. */
  void end() {
    terminate();
    awaitSuccess();
  }

  /** What it wrote so far, both streams. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void awaitText(String text) {
    Awaitility.await("\"" + text + "\" of line " + block.line())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .failFast(
            () ->
                assertThat(process.isAlive() || output().contains(text))
                    .as("line %d went on until it says \"%s\":%n%s", block.line(), text, output())
                    .isTrue())
        .untilAsserted(() -> assertThat(output()).contains(text));
  }

  private void awaitSuccess() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("line %d ended in time:%n%s", block.line(), output())
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    assertThat(process.exitValue())
        .as("exit code of line %d:%n%s", block.line(), output())
        .isZero();
  }

  /** Signals the program and not the shell that waits for it, which would not pass it on. */
  private void terminate() {
    List<ProcessHandle> programs =
        process.descendants().filter(handle -> handle.children().findAny().isEmpty()).toList();
    if (programs.isEmpty()) {
      process.destroy();
    }
    programs.forEach(ProcessHandle::destroy);
  }
}
