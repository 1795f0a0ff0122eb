package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
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

  static StreamFailedException topicRecreated(String topic) {
    return new StreamFailedException(
        Problem.of(
            "The topic \"" + topic + "\" was deleted and created again while it was read",
            "its id changed; what was read since the last commit may be of either topic and was not"
                + " committed",
            "Use another app id to ingest the new topic from its start"));
  }

  static StreamFailedException storedBeyondEnd(String txn, long stored, long end) {
    return new StreamFailedException(
        Problem.of(
            "The table is ahead of the topic",
            "txn "
                + txn
                + " is "
                + stored
                + ", and the partition ends before offset "
                + end
                + ": the topic was deleted and created again, or has lost messages",
            "Use another app id to ingest this topic from its start, or the topic that the table"
                + " was fed from"));
  }

  static StreamFailedException unfitDeadLetter(Message message, Rejection cause, Rejection misfit) {
    return new StreamFailedException(
        Problem.of(
            "The message at offset "
                + message.offset()
                + " of partition "
                + message.partition()
                + " of topic "
                + message.topic()
                + " fits neither its table nor the dead-letter table",
            cause.detail() + "; as a dead letter: " + misfit.detail(),
            "Mend the dead-letter table's schema or the dead-letter transforms and start the stream"
                + " again: it goes on before that message"));
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
