package io.deltaingest.launcher.process;

import java.nio.file.Path;

/** A dead-letter table with every column that a dead-letter record can fill. */
final class DeadLetterTable {

  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + column("base64_bytes", "string")
          + column("json_string", "string")
          + column("error", "string")
          + column("timestamp", "timestamp")
          + column("kafka_topic", "string")
          + column("kafka_partition", "integer")
          + column("kafka_offset", "long")
          + column("kafka_timestamp", "timestamp")
          + column("kafka_key_base64", "string")
          + column("value_base64", "string")
          + column("error_class", "string")
          + "{\"name\":\"date\",\"type\":\"date\",\"nullable\":true,\"metadata\":{}}]}";

  /** Derives the partition column as the reference's users do. */
  static final String DATE_TRANSFORM = "date: substr(epoch_micros_to_iso8601(timestamp),`0`,`10`)";

  private DeadLetterTable() {}

  static Path create(Path location) {
    return ForeignTable.createWithId(
        location, "d3ad1e77-0000-4000-8000-000000000001", SCHEMA, "date");
  }

  private static String column(String name, String type) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{}},"
        .formatted(name, type);
  }
}
