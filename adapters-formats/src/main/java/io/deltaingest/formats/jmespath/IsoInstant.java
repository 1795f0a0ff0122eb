package io.deltaingest.formats.jmespath;

import io.deltaingest.formats.value.Utf8Buffer;

/** Instants as ISO 8601 text in UTC, with no more fraction digits (0, 3 or 6) than are needed. */
final class IsoInstant {

  private static final long FIRST_SECOND = -62_167_219_200L;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int DAYS_PER_400_YEARS = 146_097;
  // From 0000-03-01, where the 400-year cycle is counted from, to 1970-01-01.
  private static final int DAYS_TO_EPOCH = 719_468;

  private IsoInstant() {}

  /** Whether the second is in the years 0000 to 9999. */
  static boolean isInRange(long second) {
    return second >= FIRST_SECOND && second <= LAST_SECOND;
  }

  /**
   * @param fraction of the second, in units of 10 to the minus {@code fractionDigits}
   * @param fractionDigits 0, 3 or 6
   */
  static void append(long second, long fraction, int fractionDigits, Utf8Buffer out) {
    appendDate(Math.floorDiv(second, SECONDS_PER_DAY), out);
    int secondOfDay = Math.floorMod(second, SECONDS_PER_DAY);
    out.append((byte) 'T');
    out.appendPadded(secondOfDay / 3600, 2);
    out.append((byte) ':');
    out.appendPadded(secondOfDay / 60 % 60, 2);
    out.append((byte) ':');
    out.appendPadded(secondOfDay % 60, 2);
    if (fraction != 0) {
      out.append((byte) '.');
      if (fractionDigits == 6 && fraction % 1000 == 0) {
        out.appendPadded(fraction / 1000, 3);
      } else {
        out.appendPadded(fraction, fractionDigits);
      }
    }
    out.append((byte) 'Z');
  }

  /** Counts years from March, so that a leap day is the last day of its year. */
  private static void appendDate(long epochDay, Utf8Buffer out) {
    long day = epochDay + DAYS_TO_EPOCH;
    long cycle = Math.floorDiv(day, (long) DAYS_PER_400_YEARS);
    int dayOfCycle = (int) Math.floorMod(day, (long) DAYS_PER_400_YEARS);
    int yearOfCycle =
        (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
    int dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    long year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0);
    out.appendPadded(year, 4);
    out.append((byte) '-');
    out.appendPadded(month, 2);
    out.append((byte) '-');
    out.appendPadded(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2);
  }
}
