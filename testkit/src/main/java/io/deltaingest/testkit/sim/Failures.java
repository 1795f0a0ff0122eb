package io.deltaingest.testkit.sim;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.testkit.sim.SimSettings.Catastrophe;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** With which failures a stream may stop in this run, given what has befallen it. */
final class Failures {

  /** Beginnings of failures that follow from the catastrophe alone. */
  private static final Map<Catastrophe, Set<String>> EXPECTED =
      Map.of(
          Catastrophe.NONE, Set.of(),
          Catastrophe.TOPIC_RECREATED,
              Set.of(
                  "The topic \"topic\" was deleted and created again",
                  "The offsets in the table belong to another topic",
                  "The table is ahead of the topic",
                  "Offset "),
          Catastrophe.TABLE_REPLACED,
              Set.of(
                  "The table was replaced", "The table is not the one that this stream began with"),
          Catastrophe.OFFSET_FORGOTTEN, Set.of("The table has lost the offset"),
          Catastrophe.RETENTION_OVERTOOK, Set.of("Offset "));

  private final Set<String> expected = new TreeSet<>();
  private final Set<String> lasting = new TreeSet<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private boolean standstill;

  Failures(SimSettings settings) {
    if (settings.onBadRecord() == BadRecordPolicy.FAIL) {
      expected.add("The message at offset");
      lasting.add("The message at offset");
    }
  }

  /** It has come: its failures are expected from now on, and may be the end. */
  void befell(Catastrophe catastrophe) {
    expected.addAll(EXPECTED.get(catastrophe));
    if (catastrophe != Catastrophe.TABLE_REPLACED) {
      lasting.addAll(EXPECTED.get(catastrophe));
    }
  }

  /** Whether something has happened that no restart heals. */
  boolean anyLasting() {
    return !lasting.isEmpty();
  }

  /** Whether a stream may fail, and with what it holds. */
  boolean anyExpected() {
    return !expected.isEmpty();
  }

  /** Messages were deleted that a slow worker may still ask for. */
  void retentionRan() {
    expected.add("Offset ");
  }

  /** The table has a past of which nothing tells whether this stream was in it. */
  void mayBeForgotten() {
    expected.add("Nothing tells whether");
    lasting.add("Nothing tells whether");
  }

  /** A worker stopped with that failure. */
  void happened(IngestException failure, boolean healed) {
    String what = failure.problem().what();
    if (startsWithOneOf(lasting, what)) {
      standstill = true;
    }
    if (startsWithOneOf(expected, what)) {
      return;
    }
    boolean crowded = what.startsWith("Another writer uses this app id");
    boolean unlucky =
        what.startsWith("Stopped with messages not committed")
            || failure instanceof TransientException;
    if (unlucky && !healed) {
      return;
    }
    if (crowded && (!healed || counts.merge(what, 1, Integer::sum) <= 3)) {
      return;
    }
    throw new Violation("a stream failed without a reason: " + failure.getMessage(), failure);
  }

  private static boolean startsWithOneOf(Set<String> beginnings, String what) {
    return beginnings.stream().anyMatch(what::startsWith);
  }

  /** Whether a failure that no restart heals is why nothing moves. */
  boolean explainStandstill() {
    return standstill;
  }
}
