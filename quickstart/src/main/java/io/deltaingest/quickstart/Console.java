package io.deltaingest.quickstart;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Steps and what came of them, in two columns. On a terminal one line of progress is written over
 * again and again; elsewhere, as in the log of a build, it becomes a line only when nothing else
 * was written for some seconds.
 */
final class Console {

  private static final int WIDTH = 100;
  private static final int LABEL_WIDTH = 11;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final long quietNanos;
  private boolean progressShown;
  private long lastProgressNanos;

  /**
   * @param terminal whether lines can be written over
   * @param quietSeconds before a line of progress where they can't
   */
  Console(PrintStream out, boolean terminal, long quietSeconds) {
    this.out = out;
    this.terminal = terminal;
    this.quietNanos = TimeUnit.SECONDS.toNanos(quietSeconds);
    this.lastProgressNanos = System.nanoTime();
  }

  /**
   * The console of this process. Java can't tell of its standard output alone whether it is a
   * terminal, so the script that starts it says so in a system property.
   */
  static Console ofProcess() {
    return new Console(System.out, Boolean.getBoolean("quickstart.terminal"), 5);
  }

  /** A line across both columns. */
  void line(String text) {
    endProgress();
    out.println(text);
    out.flush();
    lastProgressNanos = System.nanoTime();
  }

  void blank() {
    line("");
  }

  /** The first line of a step. */
  void step(String label, String format, Object... arguments) {
    line(indented(label, String.format(Locale.ROOT, format, arguments)));
  }

  /** A further line of it. */
  void detail(String format, Object... arguments) {
    step("", format, arguments);
  }

  /** What is going on now; the next call or line replaces it on a terminal. */
  void progress(String label, String format, Object... arguments) {
    String text = indented(label, String.format(Locale.ROOT, format, arguments));
    if (terminal) {
      out.print(ERASE_LINE + (text.length() > WIDTH ? text.substring(0, WIDTH) : text));
      progressShown = true;
    } else {
      long now = System.nanoTime();
      if (now - lastProgressNanos < quietNanos) {
        return;
      }
      lastProgressNanos = now;
      out.println(text);
    }
    out.flush();
  }

  private void endProgress() {
    if (progressShown) {
      out.print(ERASE_LINE);
      progressShown = false;
    }
  }

  private static String indented(String label, String text) {
    return "  " + String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s", label) + text;
  }
}
