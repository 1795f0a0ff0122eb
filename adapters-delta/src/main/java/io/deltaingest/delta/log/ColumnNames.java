package io.deltaingest.delta.log;

import java.util.Locale;

/** What columns may be called. */
public final class ColumnNames {

  /** Spark refuses to read columns with these in their names where columns are not mapped. */
  private static final String UNUSABLE = " ,;{}()\n\t=";

  private ColumnNames() {}

  /** Whether every reader takes the name of a column that is stored under it. */
  public static boolean isReadable(String name) {
    return name.chars().noneMatch(c -> UNUSABLE.indexOf(c) >= 0);
  }

  /** Equal for two names that readers can't tell apart: upper and lower case are the same. */
  public static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
