package io.deltaingest.launcher.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 60} (seconds), {@code 500ms}, {@code 60s}, {@code PT1M}.
 */
public final class DurationText {
  /** What is accepted, for messages. */
  public static final String FORMS =
      "a number of seconds, or a number with ms, s, m, h or d (60s, 5m), or ISO 8601 (PT1M)";

  /** More than 31 years would overflow a clock of nanoseconds when added to it a few times. */
  private static final Duration LONGEST = Duration.ofSeconds(1_000_000_000L);

  private static final Pattern WITH_UNIT = Pattern.compile("(\\d{1,18})\\s*(ms|s|m|h|d)?");

  private DurationText() {}

  /**
   * @throws IllegalArgumentException with a message for the user when it is no duration, not above
   *     zero, or longer than 31 years
   */
  public static Duration parse(String text) {
    Duration duration = read(text.strip());
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("\"" + text + "\" is not above zero");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("\"" + text + "\" is longer than 31 years");
    }
    return duration;
  }

  /** In the form that reads best: {@code 90s}, {@code 1500ms}, or ISO 8601 for finer ones. */
  public static String format(Duration duration) {
    if (duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
      return duration.toSeconds() + "s";
    }
    return duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))
        ? duration.toMillis() + "ms"
        : duration.toString();
  }

  private static Duration read(String text) {
    try {
      Matcher matcher = WITH_UNIT.matcher(text.toLowerCase(Locale.ROOT));
      if (matcher.matches()) {
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
          case "ms" -> Duration.ofMillis(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> Duration.ofSeconds(number);
        };
      }
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no duration; write " + FORMS, e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("\"" + text + "\" is longer than 31 years", e);
    }
  }
}
