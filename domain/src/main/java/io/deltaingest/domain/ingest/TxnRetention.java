package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a table keeps transaction identifiers that nobody writes ({@code
 * delta.setTransactionRetentionDuration}): they have to be written again in time. Remembers the
 * last value that it read.
 */
final class TxnRetention {

  static final String PROPERTY = "delta.setTransactionRetentionDuration";

  /** Parts of the time after which an identifier is written again. */
  private static final int PARTS = 3;

  private static final Pattern INTERVAL =
      Pattern.compile("(?:interval\\s+)?((?:[+-]?\\d+\\s+[a-z]+\\s*)+)");
  private static final Pattern TERM = Pattern.compile("([+-]?\\d+)\\s+([a-z]+?)s?(?:\\s|$)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "week", ChronoUnit.WEEKS,
          "day", ChronoUnit.DAYS,
          "hour", ChronoUnit.HOURS,
          "minute", ChronoUnit.MINUTES,
          "second", ChronoUnit.SECONDS,
          "millisecond", ChronoUnit.MILLIS,
          "microsecond", ChronoUnit.MICROS);

  private String text;
  private long millis;

  /** Whether that table forgets identifiers at all. */
  static boolean applies(TableSnapshot table) {
    return table.properties().containsKey(PROPERTY);
  }

  /** Of those identifiers the ones that are due to be written again, unchanged. */
  List<TxnChange> due(TableSnapshot table, Collection<String> ids, long nowMillis) {
    OptionalLong writtenBefore = refreshBefore(table, nowMillis);
    List<TxnChange> due = new ArrayList<>();
    if (writtenBefore.isPresent()) {
      for (String id : ids) {
        Txn txn = table.txns().get(id);
        if (txn != null && txn.lastUpdatedMillis() < writtenBefore.getAsLong()) {
          due.add(new TxnChange(id, OptionalLong.of(txn.version()), txn.version()));
        }
      }
    }
    return due;
  }

  /** Identifiers written before that time (ms since the epoch) are due; empty: none ever is. */
  OptionalLong refreshBefore(TableSnapshot table, long nowMillis) {
    String value = table.properties().get(PROPERTY);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!value.equals(text)) {
      millis = parse(value).toMillis();
      text = value;
    }
    return OptionalLong.of(nowMillis - millis / PARTS);
  }

  /**
   * Reads Spark's interval text, like {@code interval 30 days}.
   *
   * @throws ConfigurationException when it is none
   */
  static Duration parse(String value) {
    String plain = value.trim().toLowerCase(Locale.ROOT);
    Matcher whole = INTERVAL.matcher(plain);
    if (whole.matches()) {
      Duration sum = Duration.ZERO;
      boolean known = true;
      Matcher term = TERM.matcher(whole.group(1));
      while (term.find()) {
        ChronoUnit unit = UNITS.get(term.group(2));
        known &= unit != null;
        if (unit != null) {
          sum = sum.plus(unit.getDuration().multipliedBy(Long.parseLong(term.group(1))));
        }
      }
      if (known && !sum.isNegative() && !sum.isZero()) {
        return sum;
      }
    }
    throw new ConfigurationException(
        Problem.of(
            "The table's property " + PROPERTY + " can't be read",
            "\"" + value + "\" is no interval of weeks, days, hours, minutes or seconds",
            "Set it to something like \"interval 30 days\", or remove it"));
  }
}
