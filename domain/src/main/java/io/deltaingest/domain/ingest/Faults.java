package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import java.time.Duration;

/** The failures that the loop itself finds, in words. */
final class Faults {

  private Faults() {}

  static StreamFailedException tableReplaced(String detail) {
    return new StreamFailedException(
        Problem.of(
            "The table was replaced while the stream wrote to it",
            detail,
            "If the new table is meant, start the stream again: it goes on from the offsets that"
                + " the new table has"));
  }

  static StreamFailedException notCommittedInTime(Duration limit) {
    return new StreamFailedException(
        Problem.of(
            "Stopped with messages not committed",
            "the table did not take them within " + limit.toSeconds() + " s",
            "They are read again at the next start"));
  }

  static StreamFailedException otherWriter(String message, int times) {
    return new StreamFailedException(
        Problem.of(
            "Another writer uses this app id on this table",
            message + ", " + times + " times in a row",
            "Give each deployment its own app id, or let them share one consumer group"));
  }
}
