package io.deltaingest.launcher.progress;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The last line of a terminal, redrawn in place. Whatever else goes to the terminal goes through
 * {@link #above}, so that it scrolls up over the line instead of into it. Thread-safe.
 */
public final class StatusLine {
  private static final String ERASE = "\r\u001b[2K";
  // A line that wraps could not be erased again: cut it at the edge of the window, however wide
  // that is.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintStream terminal;
  private String shown = "";

  public StatusLine(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Shows this text in place of the one before; empty: shows nothing. */
  public synchronized void show(String text) {
    if (shown.isEmpty() && text.isEmpty()) {
      return;
    }
    terminal.print(ERASE + (text.isEmpty() ? "" : NO_WRAP + text + WRAP));
    terminal.flush();
    shown = text;
  }

  /** A stream to the same terminal; every write of it is taken as whole lines. */
  public OutputStream above(OutputStream other) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (StatusLine.this) {
          String line = shown;
          show("");
          other.write(bytes, offset, length);
          other.flush();
          show(line);
        }
      }

      @Override
      public void flush() throws IOException {
        other.flush();
      }
    };
  }
}
