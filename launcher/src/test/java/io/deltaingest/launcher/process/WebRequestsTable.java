package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The seed's example: its table, its transforms, and what must be true of the table afterwards. */
final class WebRequestsTable {

  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + "{\"name\":\"meta\",\"type\":{\"type\":\"struct\",\"fields\":["
          + "{\"name\":\"kafka\",\"type\":{\"type\":\"struct\",\"fields\":["
          + "{\"name\":\"offset\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"partition\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"topic\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}}]},"
          + "\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"producer\",\"type\":{\"type\":\"struct\",\"fields\":["
          + "{\"name\":\"timestamp\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}}]},"
          + "\"nullable\":true,\"metadata\":{}}]},\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"method\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"session_id\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"status\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"url\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"uuid\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"date\",\"type\":\"date\",\"nullable\":true,\"metadata\":{}}]}";

  private WebRequestsTable() {}

  static Path create(Path location) {
    return ForeignTable.create(location, SCHEMA, "date");
  }

  /** The arguments of the seed's example, with another broker and more. */
  static String[] arguments(String brokers, Path table, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ingest",
                "web_requests",
                table.toString(),
                "-k",
                brokers,
                "--app_id",
                "web_requests",
                "--transform",
                "date: substr(meta.producer.timestamp, `0`, `10`)",
                "--transform",
                "meta.kafka.offset: kafka.offset",
                "--transform",
                "meta.kafka.partition: kafka.partition",
                "--transform",
                "meta.kafka.topic: kafka.topic",
                "--auto_offset_reset",
                "earliest"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Holds the table to the topic: every message once, and the offsets beside them. */
  static void assertHoldsEachMessageOnce(Path location, long messages, int partitions) {
    try (ForeignTable table = new ForeignTable(location, "date")) {
      assertThat(table.number("SELECT count(*) FROM t")).as("rows").isEqualTo(messages);
      assertThat(
              table.number(
                  "SELECT count(*) FROM (SELECT DISTINCT meta.kafka.partition, meta.kafka.offset"
                      + " FROM t)"))
          .as("distinct (partition, offset)")
          .isEqualTo(messages);
      assertThat(table.number("SELECT count(DISTINCT uuid) FROM t"))
          .as("distinct uuid")
          .isEqualTo(messages);
      for (int partition = 0; partition < partitions; partition++) {
        long last =
            table.number(
                "SELECT max(meta.kafka.offset) FROM t WHERE meta.kafka.partition = " + partition);
        assertThat(table.txn("web_requests-" + partition)).as("txn").hasValue(last);
      }
      assertThat(
              table.number(
                  "SELECT count(*) FROM t WHERE \"date\" <> substr(meta.producer.timestamp, 1, 10)"))
          .as("rows in the wrong partition")
          .isZero();
    }
  }
}
