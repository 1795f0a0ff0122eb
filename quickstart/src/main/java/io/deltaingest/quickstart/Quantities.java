package io.deltaingest.quickstart;

import java.util.Locale;

/** Quantities as people read them. */
final class Quantities {

  private static final double MEGA = 1e6;

  private Quantities() {}

  /** {@code 46.2 MB}. */
  static String bytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / MEGA);
  }
}
