package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * What a schema's values stand for (Avro specification, "Logical Types"). A logical type that is
 * not known, or does not fit its schema, is passed over, as the specification wants it.
 *
 * @param scale digits after the point of a decimal, else 0
 */
record LogicalMark(LogicalType type, int scale) {

  /** Null where the values are just what they are. */
  static LogicalMark of(Schema schema) {
    org.apache.avro.LogicalType logical = schema.getLogicalType();
    if (logical == null) {
      return null;
    }
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return decimal.getScale() <= LogicalType.MAX_SCALE
          ? new LogicalMark(LogicalType.DECIMAL, decimal.getScale())
          : null;
    }
    LogicalType type = named(logical.getName());
    return type == null ? null : new LogicalMark(type, 0);
  }

  private static LogicalType named(String name) {
    return switch (name) {
      case "date" -> LogicalType.DATE;
      case "time-millis" -> LogicalType.TIME_MILLIS;
      case "time-micros" -> LogicalType.TIME_MICROS;
      case "timestamp-millis", "local-timestamp-millis" -> LogicalType.TIMESTAMP_MILLIS;
      case "timestamp-micros", "local-timestamp-micros" -> LogicalType.TIMESTAMP_MICROS;
      case "timestamp-nanos", "local-timestamp-nanos" -> LogicalType.TIMESTAMP_NANOS;
      case "uuid" -> LogicalType.UUID;
      case "duration" -> LogicalType.DURATION;
      default -> null;
    };
  }
}
