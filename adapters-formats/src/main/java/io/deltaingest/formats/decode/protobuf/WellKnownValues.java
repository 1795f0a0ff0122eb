package io.deltaingest.formats.decode.protobuf;

import io.deltaingest.formats.value.LogicalType;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;

/** Values of the well-known types that are not just those of their fields. */
final class WellKnownValues {

  // 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z (timestamp.proto).
  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final long MOST_SECONDS = 315_576_000_000L;
  private static final int NANOS = 1_000_000_000;
  private static final int MICROS = 1_000_000;

  private final ValueTape tape;

  WellKnownValues(ValueTape tape) {
    this.tape = tape;
  }

  /** Microseconds; digits beyond are cut. */
  int timestamp(int secondsNode, int nanosNode) {
    long seconds = integer(secondsNode);
    long nanos = integer(nanosNode);
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND || nanos < 0 || nanos >= NANOS) {
      throw MalformedProtobufException.invalid(
          "a google.protobuf.Timestamp of "
              + seconds
              + " s and "
              + nanos
              + " ns is outside of 0001-01-01 to 9999-12-31");
    }
    int node = tape.addInteger(seconds * MICROS + nanos / (NANOS / MICROS));
    return tape.mark(node, LogicalType.TIMESTAMP_MICROS, 0);
  }

  /** Seconds as Protobuf's JSON has them: with 0, 3, 6 or 9 digits after the point. */
  int duration(int secondsNode, int nanosNode) {
    long seconds = integer(secondsNode);
    long nanos = integer(nanosNode);
    boolean mixed = (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0);
    // The least number has no absolute value.
    if (seconds < -MOST_SECONDS || seconds > MOST_SECONDS || Math.abs(nanos) >= NANOS || mixed) {
      throw MalformedProtobufException.invalid(
          "a google.protobuf.Duration of " + seconds + " s and " + nanos + " ns is none");
    }
    Utf8Buffer out = tape.scratch();
    int start = out.length();
    if (seconds < 0 || nanos < 0) {
      out.append((byte) '-');
    }
    out.appendDecimal(Math.abs(seconds));
    long fraction = Math.abs(nanos);
    if (fraction != 0) {
      int digits = fraction % MICROS == 0 ? 3 : fraction % 1000 == 0 ? 6 : 9;
      out.append((byte) '.');
      out.appendPadded(
          digits == 3 ? fraction / MICROS : digits == 6 ? fraction / 1000 : fraction, digits);
    }
    out.append((byte) 's');
    return tape.addScratchString(start);
  }

  /** Paths with commas between them, as Protobuf's JSON has them: {@code a.bC,d}. */
  int fieldMask(int paths) {
    Utf8Buffer out = tape.scratch();
    int start = out.length();
    for (int path = paths == ValueTape.NONE ? ValueTape.NONE : tape.firstElement(paths);
        path != ValueTape.NONE;
        path = tape.nextElement(path)) {
      if (out.length() > start) {
        out.append((byte) ',');
      }
      appendCamelCase(path, out);
    }
    return tape.addScratchString(start);
  }

  private void appendCamelCase(int path, Utf8Buffer out) {
    byte[] text = tape.textArray(path);
    int end = tape.textStart(path) + tape.textLength(path);
    for (int i = tape.textStart(path); i < end; i++) {
      boolean begins = text[i] == '_' && i + 1 < end && text[i + 1] >= 'a' && text[i + 1] <= 'z';
      if (begins) {
        i++;
        out.append((byte) (text[i] - 'a' + 'A'));
      } else {
        out.append(text[i]);
      }
    }
  }

  private long integer(int node) {
    return node == ValueTape.NONE ? 0 : tape.integer(node);
  }
}
