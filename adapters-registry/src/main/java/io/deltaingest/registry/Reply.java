package io.deltaingest.registry;

import io.deltaingest.domain.error.Problem;
import java.time.Duration;

/** What came of asking one URL. */
sealed interface Reply {

  /** The registry has it. */
  record Found(SchemaDocument document) implements Reply {}

  /** The registry says that it has no such thing. */
  record Absent() implements Reply {}

  /** Asking again in the same way fails in the same way. */
  record Refusal(Problem problem) implements Reply {}

  /**
   * No answer, or none that can be understood. It may come later.
   *
   * @param cause for a person, beginning with the URL
   * @param pause in which the URL is better left alone
   */
  record Silence(String cause, Duration pause) implements Reply {

    /** Long enough that a crowd of waiting threads is no load, too short to be noticed. */
    static final Duration USUAL_PAUSE = Duration.ofMillis(500);

    static Silence of(String cause) {
      return new Silence(cause, USUAL_PAUSE);
    }
  }
}
