package io.deltaingest.launcher.cli;

/** What the process ends with. */
public final class ExitCodes {
  /** Reached its end, or was stopped by a signal and committed what it held. */
  public static final int DONE = 0;

  /** Failed while it ran. */
  public static final int FAILED = 1;

  /** The user must mend something in arguments, environment or configuration. */
  public static final int USAGE = 2;

  private ExitCodes() {}
}
