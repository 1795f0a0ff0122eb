package io.deltaingest.launcher.cli;

import java.io.Console;
import java.io.PrintStream;

/**
 * Where the program writes.
 *
 * @param interactive whether {@code out} is a terminal that understands cursor movements
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {

  /** Set by the start script, which can ask the shell what Java 17 can't tell of stdout alone. */
  private static final String STDOUT_IS_TERMINAL = "kdi.stdout.terminal";

  /** The process's own streams. */
  public static Terminal ofProcess() {
    String told = System.getProperty(STDOUT_IS_TERMINAL);
    boolean terminal = told == null ? isTerminal(System.console()) : Boolean.parseBoolean(told);
    String kind = System.getenv("TERM");
    return new Terminal(System.out, System.err, terminal && kind != null && !kind.equals("dumb"));
  }

  /** Since Java 22 there is a console even when nothing is a terminal, and a method that tells. */
  private static boolean isTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException before22) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
