package io.deltaingest.quickstart;

import io.deltaingest.testkit.WebRequests;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What readers that share no code with the writer find in the table: delta-standalone reads the
 * log, DuckDB the Parquet.
 *
 * @param rows in the files
 * @param newest some of them
 * @param problems whatever is not as the messages and the log say; empty when all agrees
 */
record IndependentRead(TableFiles table, long rows, List<SampleRow> newest, List<String> problems) {

  private static final int SHOWN_ROWS = 3;
  private static final int SHOWN_UUID = 8;

  /**
   * Reads and compares everything.
   *
   * @param requests the generator that the messages came from
   * @param partitions of the topic
   */
  static IndependentRead of(Path table, WebRequests requests, int partitions) {
    TableFiles files = TableFiles.read(table, StreamConfigFiles.STREAM, partitions);
    ContentCheck check = new ContentCheck(requests, partitions);
    List<SampleRow> newest = new ArrayList<>();
    try (TableRows rows = TableRows.open(files)) {
      rows.forEach(check::add);
      rows.forNewest(SHOWN_ROWS, newest::add);
    } catch (SQLException e) {
      throw new TourException("DuckDB can't read the files of " + table + ": " + e.getMessage(), e);
    }
    List<String> problems = new ArrayList<>(check.problems(files.lastOffsets()));
    if (files.rows() != check.rows()) {
      problems.add(
          "the statistics in the log count "
              + files.rows()
              + " rows, the files hold "
              + check.rows());
    }
    return new IndependentRead(files, check.rows(), newest, problems);
  }

  /**
   * @throws TourException when something does not agree
   */
  void requireAgreement() {
    if (!problems.isEmpty()) {
      throw new TourException(
          "The table is not what the messages were:\n  " + String.join("\n  ", problems));
    }
  }

  void print(Console console) {
    console.detail(
        "version %d, %s, %s, partitioned by %s",
        table.version(),
        count(table.files().size(), "file"),
        Quantities.bytes(table.bytes()),
        String.join(", ", table.partitionColumns()));
    console.detail(
        "table properties: %s",
        table.properties().isEmpty() ? "none, as it was created" : table.properties());
    StringBuilder offsets = new StringBuilder();
    table
        .lastOffsets()
        .forEach(
            (partition, offset) ->
                offsets
                    .append("  ")
                    .append(StreamConfigFiles.STREAM)
                    .append('-')
                    .append(partition)
                    .append('=')
                    .append(offset));
    console.detail("last offsets in the log (txn):%s", offsets);
    console.blank();
    console.detail(
        "%-9s %8s  %-10s  %-32s  %-6s  %6s  %s",
        "partition", "offset", "date", "meta.producer.timestamp", "method", "status", "uuid");
    for (SampleRow row : newest) {
      console.detail(
          "%9d %8d  %-10s  %-32s  %-6s  %6d  %s…",
          row.partition(),
          row.offset(),
          row.date(),
          row.timestamp(),
          row.method(),
          row.status(),
          row.uuid().substring(0, SHOWN_UUID));
    }
    console.blank();
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
