package io.deltaingest.formats.coerce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts properties without a column, by path; the number of paths is bounded. */
final class DroppedProperties {

  /** Paths told apart; what comes after them is counted together. */
  static final int MAX_PATHS = 100;

  private static final String BEYOND = "…";

  private final List<DroppedNames> counters = new ArrayList<>();
  private int paths;
  private long beyond;
  private long total;

  /** A counter for the properties of the objects at one place in the schema. */
  DroppedNames at(String prefix) {
    DroppedNames counter = new DroppedNames(prefix, this);
    counters.add(counter);
    return counter;
  }

  /** Whether one more path may be told apart; it is taken when so. */
  boolean takePath() {
    if (paths == MAX_PATHS) {
      return false;
    }
    paths++;
    return true;
  }

  void countOne() {
    total++;
  }

  /** How many there were. */
  long total() {
    return total;
  }

  void countBeyond() {
    beyond++;
  }

  Map<String, Long> snapshot() {
    Map<String, Long> counts = new TreeMap<>();
    for (DroppedNames counter : counters) {
      counter.addTo(counts);
    }
    if (beyond > 0) {
      counts.put(BEYOND, beyond);
    }
    return counts;
  }
}
