package io.deltaingest.domain.error;

import java.util.Objects;

/**
 * What went wrong, for a person: the problem, its cause, and what to do about it. Never holds a
 * secret.
 *
 * @param what the problem, one sentence without a full stop
 * @param cause why, as far as it is known; may be empty
 * @param remedy what the reader can do; may be empty where nothing can be done but wait
 */
public record Problem(String what, String cause, String remedy) implements java.io.Serializable {

  public Problem {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(remedy, "remedy");
  }

  public static Problem of(String what, String cause, String remedy) {
    return new Problem(what, cause, remedy);
  }

  /** All three parts on one line. */
  public String oneLine() {
    StringBuilder line = new StringBuilder(what);
    if (!cause.isEmpty()) {
      line.append(": ").append(cause);
    }
    if (!remedy.isEmpty()) {
      line.append(". ").append(remedy);
    }
    return line.toString();
  }
}
