package io.deltaingest.delta.log;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a table wants its log to be kept, from its properties. Immutable.
 *
 * @param log how long versions stay readable; empty when nothing is to be removed
 * @param firstOwnTime the first version that carries its own time; {@link Long#MAX_VALUE} when none
 *     does
 */
record TableRetention(Optional<Duration> log, long firstOwnTime) {

  private static final String CLEANUP = "delta.enableExpiredLogCleanup";
  private static final String LOG_RETENTION = "delta.logRetentionDuration";
  private static final String OWN_TIMES = "delta.enableInCommitTimestamps";
  private static final String OWN_TIMES_FROM = "delta.inCommitTimestampEnablementVersion";
  private static final Duration DEFAULT_LOG_RETENTION = Duration.ofDays(30);

  private static final Pattern PART =
      Pattern.compile(
          "\\G\\s*([+-]?\\d{1,9})\\s+(week|day|hour|minute|second|millisecond|microsecond)s?(?=\\s|$)");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "week", Duration.ofDays(7),
          "day", Duration.ofDays(1),
          "hour", Duration.ofHours(1),
          "minute", Duration.ofMinutes(1),
          "second", Duration.ofSeconds(1),
          "millisecond", Duration.ofMillis(1),
          "microsecond", Duration.of(1, ChronoUnit.MICROS));

  static TableRetention of(Map<String, String> properties) {
    boolean cleanup = !"false".equalsIgnoreCase(properties.getOrDefault(CLEANUP, "true").trim());
    String text = properties.get(LOG_RETENTION);
    Optional<Duration> duration = text == null ? Optional.of(DEFAULT_LOG_RETENTION) : parse(text);
    return new TableRetention(cleanup ? duration : Optional.empty(), firstOwnTime(properties));
  }

  /**
   * Versions from before this time may go: midnight (UTC) of the day in which the retention began,
   * so that there is something to do once a day only.
   */
  Optional<Instant> cutoff(Instant now) {
    return log.map(kept -> now.minus(kept).truncatedTo(ChronoUnit.DAYS));
  }

  /** Whether that version's time is in its entry, and not the one of its file. */
  boolean hasOwnTime(long version) {
    return version >= firstOwnTime;
  }

  /**
   * Reads an interval as SQL writes it, {@code interval 30 days}; empty when it is none or less
   * than nothing, in which case nothing is removed.
   */
  static Optional<Duration> parse(String text) {
    String interval = text.trim().toLowerCase(Locale.ROOT);
    if (interval.startsWith("interval")) {
      interval = interval.substring("interval".length()).trim();
    }
    Matcher part = PART.matcher(interval);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find()) {
      sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
      end = part.end();
    }
    return end == 0 || end < interval.length() || sum.isNegative()
        ? Optional.empty()
        : Optional.of(sum);
  }

  private static long firstOwnTime(Map<String, String> properties) {
    if (!Boolean.parseBoolean(properties.get(OWN_TIMES))) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(properties.getOrDefault(OWN_TIMES_FROM, "0").trim());
    } catch (NumberFormatException unreadable) {
      return Long.MAX_VALUE;
    }
  }
}
