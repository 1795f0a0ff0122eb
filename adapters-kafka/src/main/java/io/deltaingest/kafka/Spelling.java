package io.deltaingest.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that somebody may have meant. */
final class Spelling {

  private static final int MAX_SUGGESTIONS = 3;

  private Spelling() {}

  /** The candidates that a few edits make of {@code name}, nearest first, at most three. */
  static List<String> near(String name, Collection<String> candidates) {
    int most = Math.max(1, name.length() / 4);
    return candidates.stream()
        .filter(candidate -> edits(name, candidate) <= most)
        .sorted(
            Comparator.<String>comparingInt(candidate -> edits(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MAX_SUGGESTIONS)
        .toList();
  }

  /** Inserted, deleted, replaced letters, and neighbours that changed places. */
  private static int edits(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      cost[i][0] = i;
      for (int j = 1; j <= to.length(); j++) {
        if (i == 0) {
          cost[0][j] = j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
