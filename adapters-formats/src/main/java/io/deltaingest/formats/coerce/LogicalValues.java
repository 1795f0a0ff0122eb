package io.deltaingest.formats.coerce;

import io.deltaingest.formats.value.LogicalType;
import io.deltaingest.formats.value.PlainValues;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;

/**
 * What values stand for ({@link LogicalType}), as values that columns know. Reused; not
 * thread-safe.
 */
final class LogicalValues {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final int UUID_BYTES = 16;
  private static final int UUID_CHARACTERS = 36;
  private static final int DURATION_BYTES = 12;
  private static final int MILLIS = 1000;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final DecimalBytes decimals = new DecimalBytes();
  private long micros;

  /**
   * What a column of numbers reads: a decimal's and a binary number's text; any other value as it
   * is.
   */
  int asNumber(ValueTape tape, int node) {
    return switch (tape.kind(node)) {
      case ValueTape.BYTES -> isDecimal(tape, node) ? decimalText(tape, node) : node;
      case ValueTape.DOUBLE, ValueTape.FLOAT -> PlainValues.text(tape, node);
      default -> node;
    };
  }

  /** What a column of text reads; the value as it is where it stands for no text. */
  int asText(ValueTape tape, int node) {
    if (tape.kind(node) != ValueTape.BYTES) {
      return node;
    }
    LogicalType type = tape.logicalType(node);
    if (type == LogicalType.DECIMAL) {
      return decimalText(tape, node);
    }
    if (type == LogicalType.UUID && tape.textLength(node) == UUID_BYTES) {
      return uuidText(tape, node);
    }
    if (type == LogicalType.DURATION && tape.textLength(node) == DURATION_BYTES) {
      return durationText(tape, node);
    }
    return node;
  }

  /** Whether the value is a point in time, or a day. */
  static boolean isTime(LogicalType type) {
    return type == LogicalType.DATE
        || type == LogicalType.TIMESTAMP_MILLIS
        || type == LogicalType.TIMESTAMP_MICROS
        || type == LogicalType.TIMESTAMP_NANOS;
  }

  /** Reads a whole number that {@link #isTime}; false when it is out of range. */
  boolean readTime(LogicalType type, long number) {
    switch (type) {
      case DATE -> {
        micros = number * MICROS_PER_DAY;
        return Math.abs(number) <= Long.MAX_VALUE / MICROS_PER_DAY;
      }
      case TIMESTAMP_MILLIS -> {
        micros = number * MILLIS;
        return Math.abs(number / 2) < Long.MAX_VALUE / MILLIS / 2;
      }
      case TIMESTAMP_NANOS -> micros = Math.floorDiv(number, MILLIS);
      default -> micros = number;
    }
    return true;
  }

  /** Microseconds since 1970-01-01T00:00:00 of the time read last; digits beyond are cut. */
  long micros() {
    return micros;
  }

  /** The day of the time read last. */
  long epochDay() {
    return Math.floorDiv(micros, MICROS_PER_DAY);
  }

  /** Whether the time read last is a day's first microsecond. */
  boolean isMidnight() {
    return Math.floorMod(micros, MICROS_PER_DAY) == 0;
  }

  /** Writes the 16 bytes of a UUID's text; false when it is none. */
  static boolean uuidBytes(byte[] text, int start, int length, byte[] target, int at) {
    if (length != UUID_CHARACTERS) {
      return false;
    }
    int nibbles = 0;
    for (int i = 0; i < UUID_CHARACTERS; i++) {
      byte character = text[start + i];
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (character != '-') {
          return false;
        }
        continue;
      }
      int nibble = Character.digit(character, 16);
      if (nibble < 0) {
        return false;
      }
      int byteAt = at + (nibbles >> 1);
      target[byteAt] = (byte) ((nibbles & 1) == 0 ? nibble << 4 : target[byteAt] | nibble);
      nibbles++;
    }
    return true;
  }

  private static boolean isDecimal(ValueTape tape, int node) {
    return tape.logicalType(node) == LogicalType.DECIMAL;
  }

  /** The bytes themselves where they are no number. */
  private int decimalText(ValueTape tape, int node) {
    Utf8Buffer out = tape.scratch();
    int start = out.length();
    boolean isNumber =
        decimals.append(
            tape.textArray(node),
            tape.textStart(node),
            tape.textLength(node),
            tape.scale(node),
            out);
    return isNumber ? tape.addScratchNumber(start) : node;
  }

  private static int uuidText(ValueTape tape, int node) {
    Utf8Buffer out = tape.scratch();
    int start = out.length();
    for (int i = 0; i < UUID_BYTES; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        out.append((byte) '-');
      }
      byte value = tape.textArray(node)[tape.textStart(node) + i];
      out.append(HEX[(value >> 4) & 0xF]);
      out.append(HEX[value & 0xF]);
    }
    return tape.addScratchString(start);
  }

  /** ISO 8601: {@code P1M2DT3.004S}, and {@code PT0S} for no time at all. */
  private static int durationText(ValueTape tape, int node) {
    long months = littleEndian(tape, node, 0);
    long days = littleEndian(tape, node, 4);
    long millis = littleEndian(tape, node, 8);
    Utf8Buffer out = tape.scratch();
    int start = out.length();
    out.append((byte) 'P');
    appendPart(months, 'M', out);
    appendPart(days, 'D', out);
    if (millis != 0 || (months == 0 && days == 0)) {
      out.append((byte) 'T');
      out.appendDecimal(millis / MILLIS);
      if (millis % MILLIS != 0) {
        out.append((byte) '.');
        out.appendPadded(millis % MILLIS, 3);
      }
      out.append((byte) 'S');
    }
    return tape.addScratchString(start);
  }

  private static void appendPart(long number, char unit, Utf8Buffer out) {
    if (number != 0) {
      out.appendDecimal(number);
      out.append((byte) unit);
    }
  }

  private static long littleEndian(ValueTape tape, int node, int offset) {
    byte[] bytes = tape.textArray(node);
    int at = tape.textStart(node) + offset;
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | (bytes[at + 3] & 0xFFL) << 24;
  }
}
