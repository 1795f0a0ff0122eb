package io.deltaingest.launcher.progress;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Progress on a terminal: one line, redrawn in place. */
public final class TerminalProgress implements ProgressView {
  private final StatusLine line;

  public TerminalProgress(StatusLine line) {
    this.line = line;
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void show(List<StreamProgress> progress) {
    line.show(
        progress.stream()
            .map(stream -> stream.stream() + ": " + ProgressText.line(stream))
            .collect(Collectors.joining(" | ")));
  }

  @Override
  public void end() {
    line.show("");
  }
}
