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

  /** Levenshtein's distance, in one row. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
