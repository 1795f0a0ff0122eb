package io.deltaingest.formats.coerce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts properties without a column, by path; the number of paths is bounded. What was counted
 * since {@link #keep} can be taken back.
 */
final class DroppedProperties {

  /** Paths told apart; what comes after them is counted together. */
  static final int MAX_PATHS = 100;

  private static final String BEYOND = "…";

  /** Of one message, those that can be taken back. */
  private static final int MOST_NOTED = 1 << 14;

  private final List<DroppedNames> counters = new ArrayList<>();
  private int paths;
  private long beyond;
  private long total;
  private DroppedNames[] notedAt = new DroppedNames[16];
  private int[] notedPlaces = new int[16];
  private int noted;

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

  /**
   * Counts one, and notes where.
   *
   * @param counter null where it is counted {@link #countBeyond beyond}
   */
  void countOne(DroppedNames counter, int place) {
    total++;
    if (noted == notedPlaces.length && noted < MOST_NOTED) {
      notedAt = Arrays.copyOf(notedAt, noted * 2);
      notedPlaces = Arrays.copyOf(notedPlaces, noted * 2);
    }
    if (noted < MOST_NOTED) {
      notedAt[noted] = counter;
      notedPlaces[noted] = place;
      noted++;
    }
  }

  /** What was counted so far stays. */
  void keep() {
    noted = 0;
  }

  /** Counts what came since {@link #keep} as if it had not come. */
  void takeBack() {
    total -= noted;
    while (noted > 0) {
      noted--;
      if (notedAt[noted] == null) {
        beyond--;
      } else {
        notedAt[noted].takeBack(notedPlaces[noted]);
      }
    }
  }

  /** How many there were. */
  long total() {
    return total;
  }

  void countBeyond() {
    beyond++;
    countOne(null, 0);
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
