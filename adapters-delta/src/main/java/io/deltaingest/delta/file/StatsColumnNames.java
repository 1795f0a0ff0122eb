package io.deltaingest.delta.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The value of {@code delta.dataSkippingStatsColumns}: column paths with commas in between, names
 * in backticks where they hold dots or commas. A struct stands for all that is in it. Immutable.
 */
record StatsColumnNames(List<List<String>> paths) {

  StatsColumnNames {
    paths = List.copyOf(paths);
  }

  static StatsColumnNames parse(String property) {
    List<List<String>> paths = new ArrayList<>();
    List<String> path = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i <= property.length(); i++) {
      char c = i < property.length() ? property.charAt(i) : ',';
      if (c == '`') {
        if (quoted && i + 1 < property.length() && property.charAt(i + 1) == '`') {
          name.append('`');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && (c == '.' || c == ',')) {
        path.add(name.toString().trim().toLowerCase(Locale.ROOT));
        name.setLength(0);
        if (c == ',') {
          paths.add(List.copyOf(path));
          path.clear();
        }
      } else {
        name.append(c);
      }
    }
    return new StatsColumnNames(paths);
  }

  /** Whether the column of that path, or a struct that it is in, is named. Case does not matter. */
  boolean covers(List<String> column) {
    List<String> lower = column.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (List<String> path : paths) {
      if (path.size() <= lower.size() && lower.subList(0, path.size()).equals(path)) {
        return true;
      }
    }
    return false;
  }
}
