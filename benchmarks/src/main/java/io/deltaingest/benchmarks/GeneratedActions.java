package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Actions of a Delta log as a stream of web requests leaves them. Names, sizes and statistics
 * differ from file to file, or a checkpoint of them would be smaller than a real one. Not
 * thread-safe.
 */
final class GeneratedActions {

  private static final long FIRST_MILLIS = 1_700_000_000_000L;
  private static final int SECONDS_PER_DAY = 24 * 60 * 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SplittableRandom random;

  /**
   * @param seed the same, for the same actions
   */
  GeneratedActions(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A data file as its {@code add} action tells of it. */
  record File(String path, String date, long size, long modificationTimeMillis, String stats) {}

  /** The next data file. */
  File file() {
    String date =
        String.format(
            Locale.ROOT, "2021-%02d-%02d", 1 + random.nextInt(12), 1 + random.nextInt(28));
    UUID name = new UUID(random.nextLong(), random.nextLong());
    return new File(
        "date=" + date + "/part-00000-" + name + "-c000.snappy.parquet",
        date,
        5_000_000L + random.nextInt(1_000_000),
        FIRST_MILLIS + random.nextInt(SECONDS_PER_DAY),
        statistics(date));
  }

  /** The lines of an append's entry that come before its files. */
  String head(long version, long offset) {
    StringBuilder lines = new StringBuilder();
    ObjectNode commitInfo = JSON.createObjectNode();
    commitInfo
        .putObject("commitInfo")
        .put("timestamp", FIRST_MILLIS + version)
        .put("operation", "STREAMING UPDATE")
        .put("isBlindAppend", true)
        .put("txnId", new UUID(random.nextLong(), random.nextLong()).toString());
    lines.append(commitInfo).append('\n');
    for (int partition = 0; partition < GeneratedTable.PARTITIONS; partition++) {
      ObjectNode txn = JSON.createObjectNode();
      txn.putObject("txn")
          .put("appId", GeneratedTable.APP_ID + "-" + partition)
          .put("version", offset)
          .put("lastUpdated", FIRST_MILLIS + version);
      lines.append(txn).append('\n');
    }
    return lines.toString();
  }

  /** The line of a data file. */
  static String line(File file) {
    ObjectNode action = JSON.createObjectNode();
    ObjectNode add = action.putObject("add").put("path", file.path());
    add.putObject("partitionValues").put("date", file.date());
    add.put("size", file.size())
        .put("modificationTime", file.modificationTimeMillis())
        .put("dataChange", true)
        .put("stats", file.stats());
    return action + "\n";
  }

  private String statistics(String date) {
    int rows = 40_000 + random.nextInt(20_000);
    int second = random.nextInt(SECONDS_PER_DAY - 600);
    int offset = random.nextInt(1_000_000_000);
    ObjectNode stats = JSON.createObjectNode().put("numRecords", rows);
    values(stats.putObject("minValues"), date, second, offset, "DELETE", "0000", 200);
    values(stats.putObject("maxValues"), date, second + 599, offset + rows, "PUT", "ffff", 500);
    ObjectNode nulls = stats.putObject("nullCount");
    ObjectNode meta = nulls.putObject("meta");
    meta.putObject("producer").put("timestamp", 0);
    meta.putObject("kafka").put("offset", 0).put("topic", 0).put("partition", 0);
    nulls.put("method", 0).put("session_id", 0).put("status", 0).put("url", 0).put("uuid", 0);
    return stats.toString();
  }

  private void values(
      ObjectNode into,
      String date,
      int second,
      int offset,
      String method,
      String digits,
      int status) {
    String time =
        String.format(
            Locale.ROOT,
            "%02d:%02d:%02d.%06d",
            second / 3600,
            second / 60 % 60,
            second % 60,
            random.nextInt(1_000_000));
    ObjectNode meta = into.putObject("meta");
    meta.putObject("producer").put("timestamp", date + "T" + time + "+00:00");
    meta.putObject("kafka")
        .put("offset", offset)
        .put("topic", GeneratedTable.APP_ID)
        .put("partition", 0);
    into.put("method", method)
        .put("session_id", identifier(digits))
        .put("status", status)
        .put("url", "http://www.example.com/search")
        .put("uuid", identifier(digits));
  }

  /** As much of a UUID as statistics keep: 32 characters. */
  private String identifier(String digits) {
    return digits + new UUID(random.nextLong(), random.nextLong()).toString().substring(4, 32);
  }
}
