package io.deltaingest.formats.jmespath;

import io.deltaingest.formats.value.DecimalText;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;

/** The functions that take a time since 1970-01-01T00:00:00Z; fractions of it are cut. */
public enum EpochConversion {
  SECONDS_TO_ISO8601("epoch_seconds_to_iso8601", 1, 0),
  MILLIS_TO_ISO8601("epoch_millis_to_iso8601", 1_000, 3),
  MICROS_TO_ISO8601("epoch_micros_to_iso8601", 1_000_000, 6),
  MILLIS_TO_MICRO("epoch_millis_to_micro", 1_000, 3);

  private final String functionName;
  private final long unitsPerSecond;
  private final int fractionDigits;

  EpochConversion(String functionName, long unitsPerSecond, int fractionDigits) {
    this.functionName = functionName;
    this.unitsPerSecond = unitsPerSecond;
    this.fractionDigits = fractionDigits;
  }

  public String functionName() {
    return functionName;
  }

  /**
   * Adds the result for a number on the tape.
   *
   * @param number an {@link ValueTape#INTEGER} or {@link ValueTape#NUMBER}
   * @return {@link ValueTape#NONE} when the time is out of range: outside of the years 0000 to
   *     9999, or more microseconds than a {@code long} holds
   */
  public int convert(ValueTape tape, int number, DecimalText scratch) {
    long time;
    if (tape.kind(number) == ValueTape.INTEGER) {
      time = tape.integer(number);
    } else {
      scratch.read(tape.textArray(number), tape.textStart(number), tape.textLength(number));
      if (!scratch.toTruncatedLong()) {
        return ValueTape.NONE;
      }
      time = scratch.longValue();
    }
    if (this == MILLIS_TO_MICRO) {
      boolean fits = Math.abs(time / 1_000) < Long.MAX_VALUE / 1_000_000;
      return fits ? tape.addInteger(time * 1_000) : ValueTape.NONE;
    }
    int start = tape.scratch().length();
    return appendIso(time, tape.scratch()) ? tape.addScratchString(start) : ValueTape.NONE;
  }

  private boolean appendIso(long time, Utf8Buffer out) {
    long second = Math.floorDiv(time, unitsPerSecond);
    if (!IsoInstant.isInRange(second)) {
      return false;
    }
    IsoInstant.append(second, Math.floorMod(time, unitsPerSecond), fractionDigits, out);
    return true;
  }
}
