package io.deltaingest.testkit.sim;

/**
 * Something is in a table, or is not, against the invariants; or the run did not come to its end.
 */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** A violation in the words of the invariant. */
  public Violation(String message) {
    super(message);
  }

  Violation(String message, Throwable cause) {
    super(message, cause);
  }
}
