package io.deltaingest.formats.coerce;

/**
 * Dates and times as text: RFC 3339, and what people write in its place ({@code 2021-03-24
 * 15:06:17.3}, {@code 2021-03-24}, offsets {@code +0100} and {@code +01}). Years 0000 to 9999 of
 * the proleptic Gregorian calendar. A leap second counts as the first second of the next minute.
 * Reused; not thread-safe.
 */
final class DateTimeText {

  private static final int MICRO_DIGITS = 6;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_DAY = 86_400;

  private byte[] text;
  private int position;
  private int end;
  private long epochDay;
  private int secondOfDay;
  private int micros;
  private int offsetSeconds;
  private boolean midnight;

  /** Reads a date with or without a time; the zone is UTC where none is given. */
  boolean readDateTime(byte[] bytes, int start, int length) {
    return read(bytes, start, length, 2);
  }

  /** The same, with months and days of one digit too. */
  boolean readDate(byte[] bytes, int start, int length) {
    return read(bytes, start, length, 1);
  }

  /** Days since 1970-01-01 of the date as written. */
  long epochDay() {
    return epochDay;
  }

  /** Whether the time as written is absent or 00:00:00. */
  boolean isMidnight() {
    return midnight;
  }

  /** Microseconds since 1970-01-01T00:00:00Z. */
  long instantMicros() {
    return clockMicros() - offsetSeconds * MICROS_PER_SECOND;
  }

  /** Microseconds since 1970-01-01T00:00:00 on the clock that the text was read from. */
  long clockMicros() {
    return (epochDay * SECONDS_PER_DAY + secondOfDay) * MICROS_PER_SECOND + micros;
  }

  private boolean read(byte[] bytes, int start, int length, int leastDigits) {
    text = bytes;
    position = start;
    end = start + length;
    secondOfDay = 0;
    micros = 0;
    offsetSeconds = 0;
    midnight = true;
    boolean whole =
        readCalendarDate(leastDigits)
            && (position == end || (readTime() && readZone() && position == end));
    text = null;
    return whole;
  }

  private boolean readCalendarDate(int leastDigits) {
    int year = number(4, 4);
    if (year < 0 || !skip('-')) {
      return false;
    }
    int month = number(leastDigits, 2);
    if (month < 1 || month > 12 || !skip('-')) {
      return false;
    }
    int day = number(leastDigits, 2);
    if (day < 1 || day > daysInMonth(year, month)) {
      return false;
    }
    epochDay = epochDay(year, month, day);
    return true;
  }

  private boolean readTime() {
    if (!skip('T') && !skip('t') && !skip(' ')) {
      return false;
    }
    int hour = number(2, 2);
    if (hour < 0 || hour > 23 || !skip(':')) {
      return false;
    }
    int minute = number(2, 2);
    if (minute < 0 || minute > 59 || !skip(':')) {
      return false;
    }
    int second = number(2, 2);
    if (second < 0 || second > 60) {
      return false;
    }
    secondOfDay = (hour * 60 + minute) * 60 + second;
    midnight = secondOfDay == 0;
    return !skip('.') || readFraction();
  }

  private boolean readFraction() {
    int first = position;
    int value = 0;
    while (position < end && text[position] >= '0' && text[position] <= '9') {
      int digit = text[position] - '0';
      if (position - first < MICRO_DIGITS) {
        value = value * 10 + digit;
      }
      midnight &= digit == 0;
      position++;
    }
    for (int i = position - first; i < MICRO_DIGITS; i++) {
      value *= 10;
    }
    micros = value;
    return position > first;
  }

  private boolean readZone() {
    if (position == end || skip('Z') || skip('z')) {
      return true;
    }
    boolean west = skip('-');
    if (!west && !skip('+')) {
      return false;
    }
    int hours = number(2, 2);
    if (hours < 0 || hours > 23) {
      return false;
    }
    int minutes = 0;
    if (position < end) {
      skip(':');
      minutes = number(2, 2);
      if (minutes < 0 || minutes > 59) {
        return false;
      }
    }
    int seconds = (hours * 60 + minutes) * 60;
    offsetSeconds = west ? -seconds : seconds;
    return true;
  }

  /** A number of {@code least} to {@code most} digits, or -1. */
  private int number(int least, int most) {
    int value = 0;
    int digits = 0;
    while (digits < most && position < end && text[position] >= '0' && text[position] <= '9') {
      value = value * 10 + (text[position] - '0');
      position++;
      digits++;
    }
    return digits < least ? -1 : value;
  }

  private boolean skip(char character) {
    if (position < end && text[position] == character) {
      position++;
      return true;
    }
    return false;
  }

  private static int daysInMonth(int year, int month) {
    return switch (month) {
      case 2 -> (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Counts years from March, so that a leap day is the last day of its year. */
  private static long epochDay(int year, int month, int day) {
    int marchYear = month > 2 ? year : year - 1;
    int marchMonth = month > 2 ? month - 3 : month + 9;
    int leapDays =
        Math.floorDiv(marchYear, 4) - Math.floorDiv(marchYear, 100) + Math.floorDiv(marchYear, 400);
    int dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
    return 365L * marchYear + leapDays + dayOfYear - 719_468;
  }
}
