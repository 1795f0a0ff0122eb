package io.deltaingest.domain.model;

import java.util.Locale;

/** Delta's types without parameters; {@link #describe()} is the protocol's name. */
public enum PrimitiveType implements DataType {
  BOOLEAN,
  BYTE,
  SHORT,
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  STRING,
  BINARY,
  /** Days since 1970-01-01 in the proleptic Gregorian calendar. */
  DATE,
  /** Microseconds since 1970-01-01T00:00:00Z. */
  TIMESTAMP,
  /** Microseconds since 1970-01-01T00:00:00 on a clock without a zone. */
  TIMESTAMP_NTZ;

  private final String protocolName = name().toLowerCase(Locale.ROOT);

  @Override
  public String describe() {
    return protocolName;
  }
}
