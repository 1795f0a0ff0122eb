package io.deltaingest.launcher.cli;

import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.logging.LogFormat;
import io.deltaingest.launcher.logging.LogLevels;
import io.deltaingest.launcher.logging.Logging;
import io.deltaingest.launcher.progress.ConsoleProgress;
import io.deltaingest.launcher.progress.LoggedProgress;
import io.deltaingest.launcher.progress.ProgressView;
import io.deltaingest.launcher.progress.StatusLine;
import io.deltaingest.launcher.progress.TerminalProgress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a command finds around it: environment, terminal, logging, and who does the work. */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger("io.deltaingest.cli");

  /** The reference's, of things that this program does not have. */
  private static final List<String> WITHOUT_EFFECT =
      List.of("SENTRY_DSN", "DEAD_LETTER_DYNAMO_LOCK_PARTITION_KEY_VALUE");

  private final Map<String, String> environment;
  private final Terminal terminal;
  private final Runner runner;
  private final StatusLine statusLine;
  private LogFormat format;
  private boolean debug;

  Session(Map<String, String> environment, Terminal terminal, Runner runner) {
    this.environment = Map.copyOf(environment);
    this.terminal = terminal;
    this.runner = runner;
    this.statusLine = new StatusLine(terminal.out());
  }

  /** Sets up logging, and warns of what in the environment has no effect. */
  void begin(LogFormat logFormat) {
    LogLevels levels = LogLevels.parse(environment.getOrDefault(LogLevels.VARIABLE, ""));
    format = logFormat;
    debug = levels.debug();
    OutputStream err = redraws() ? statusLine.above(terminal.err()) : terminal.err();
    Logging.configure(logFormat, levels, err);
    levels
        .notUnderstood()
        .ifPresent(
            part ->
                warn(
                    LogLevels.VARIABLE
                        + ": \""
                        + part
                        + "\" is no level (off, error, warn, info, debug, trace) and no"
                        + " module=level; it has no effect"));
    List<String> useless = WITHOUT_EFFECT.stream().filter(environment::containsKey).toList();
    if (!useless.isEmpty()) {
      warn(String.join(" and ", useless) + (useless.size() == 1 ? " has" : " have") + " no effect");
    }
  }

  Map<String, String> environment() {
    return environment;
  }

  Runner runner() {
    return runner;
  }

  /** What was asked for, as against what happens meanwhile. */
  PrintStream out() {
    return terminal.out();
  }

  void warn(String message) {
    LOG.warn(message);
  }

  /** On a terminal a line that redraws itself, else log events that often. */
  Function<Supplier<List<StreamStatus>>, AutoCloseable> progress(Duration logged) {
    return redraws() ? display(new TerminalProgress(statusLine)) : loggedProgress(logged);
  }

  /** Log events that often. */
  Function<Supplier<List<StreamStatus>>, AutoCloseable> loggedProgress(Duration interval) {
    return display(new LoggedProgress(interval));
  }

  private static Function<Supplier<List<StreamStatus>>, AutoCloseable> display(ProgressView view) {
    return streams -> {
      ConsoleProgress progress = new ConsoleProgress(streams, view, System::currentTimeMillis);
      progress.start();
      return progress;
    };
  }

  /** Says what ended the program: a line for people or, where logs are JSON, an event. */
  void report(String problem, Throwable cause) {
    if (format == LogFormat.JSON) {
      LOG.error(problem, debug ? cause : null);
      return;
    }
    terminal.err().println("error: " + problem);
    if (debug && cause != null) {
      cause.printStackTrace(terminal.err());
    }
    terminal.err().flush();
  }

  /** Says that the program is at fault, with the stack trace that a report needs. */
  void reportBug(Throwable bug) {
    LOG.error("Stopped by an unexpected failure; please report it with this stack trace", bug);
    if (format != LogFormat.JSON) {
      report("stopped by an unexpected failure: " + bug, null);
    }
  }

  private boolean redraws() {
    return terminal.interactive() && format == LogFormat.TEXT;
  }
}
