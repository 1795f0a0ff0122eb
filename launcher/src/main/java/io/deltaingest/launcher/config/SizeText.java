package io.deltaingest.launcher.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 134217728} (bytes), {@code 128MiB}, {@code 1GB}. */
public final class SizeText {
  /** What is accepted, for messages. */
  public static final String FORMS =
      "a number of bytes, or a number with kB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB"
          + " (powers of 1024)";

  private static final Map<String, Long> UNITS =
      Map.of(
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30,
          "tib", 1L << 40);

  private static final Pattern WITH_UNIT = Pattern.compile("(\\d{1,19})\\s*([kmgt]?i?b)?");

  private SizeText() {}

  /**
   * Bytes.
   *
   * @throws IllegalArgumentException with a message for the user when it is no size, zero, or too
   *     large for a 64-bit number
   */
  public static long parse(String text) {
    Matcher matcher = WITH_UNIT.matcher(text.strip().toLowerCase(Locale.ROOT));
    Long unit =
        matcher.matches() ? UNITS.get(matcher.group(2) == null ? "b" : matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("\"" + text + "\" is no size; write " + FORMS);
    }
    try {
      long bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
      if (bytes == 0) {
        throw new IllegalArgumentException("\"" + text + "\" is not above zero");
      }
      return bytes;
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is more bytes than there can be", e);
    }
  }

  /** In the largest binary unit that fits without a fraction: {@code 128MiB}. */
  public static String format(long bytes) {
    String[] units = {"TiB", "GiB", "MiB", "KiB"};
    for (int i = 0; i < units.length; i++) {
      long unit = 1L << (10 * (units.length - i));
      if (bytes >= unit && bytes % unit == 0) {
        return bytes / unit + units[i];
      }
    }
    return bytes + "B";
  }
}
