package io.deltaingest.formats.value;

/**
 * What a value stands for beyond its kind, where the message's schema says so. Transforms and JSON
 * text show the value itself; a column that fits takes what it stands for.
 */
public enum LogicalType {
  /** Days since 1970-01-01. */
  DATE(1),
  /** Milliseconds since midnight. */
  TIME_MILLIS(2),
  /** Microseconds since midnight. */
  TIME_MICROS(3),
  /** Milliseconds since 1970-01-01T00:00:00, of an instant (UTC) or of a clock. */
  TIMESTAMP_MILLIS(4),
  /** Microseconds since then. */
  TIMESTAMP_MICROS(5),
  /** Nanoseconds since then. */
  TIMESTAMP_NANOS(6),
  /** A number's unscaled digits as bytes, big-endian in two's complement; it has a scale. */
  DECIMAL(7),
  /** 16 bytes, or 36 characters. */
  UUID(8),
  /** Months, days and milliseconds, 12 bytes: three little-endian numbers without a sign. */
  DURATION(9);

  /** Most digits after the point that a decimal on a tape has. */
  public static final int MAX_SCALE = 255;

  private static final LogicalType[] BY_CODE = new LogicalType[16];

  static {
    for (LogicalType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;

  LogicalType(int code) {
    this.code = code;
  }

  /** By which a tape notes it: 1 to 15. */
  int code() {
    return code;
  }

  /** The type of that code; null of 0. */
  static LogicalType of(int code) {
    return BY_CODE[code];
  }
}
