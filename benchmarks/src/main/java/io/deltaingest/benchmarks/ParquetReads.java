package io.deltaingest.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads Parquet files of web requests by DuckDB, and says how long it takes. Not thread-safe. */
final class ParquetReads implements AutoCloseable {

  private static final double NANOS_PER_MILLI = 1e6;

  /** What is asked of the files. */
  enum Query {
    /** A checksum of everything, whatever the order. */
    ALL_COLUMNS("SELECT bit_xor(hash(meta, method, session_id, status, url, uuid)) FROM %s"),
    /** One column of few values, all rows. */
    ONE_COLUMN(
        "SELECT string_agg(n, ',') FROM (SELECT status || '=' || count(*) AS n FROM %s"
            + " GROUP BY status ORDER BY status)"),
    /** Some tens of rows by a text that they have in common, from anywhere. */
    ONE_SESSION("SELECT count(*) || max(uuid) FROM %s WHERE session_id = '%s'"),
    /** A thousand rows that follow each other. */
    ONE_SECOND(
        "SELECT count(*) || max(uuid) FROM %s"
            + " WHERE meta.producer.timestamp BETWEEN '%s' AND '%s'");

    private final String sql;

    Query(String sql) {
      this.sql = sql;
    }
  }

  /**
   * One reading.
   *
   * @param answer the same for files of the same rows
   */
  record Reading(String answer, double millis, double cpuMillis) {}

  private final Connection connection;
  private final Map<Query, Object[]> arguments = new EnumMap<>(Query.class);

  private final Map<Query, String> answers = new EnumMap<>(Query.class);

  private ParquetReads(Connection connection) {
    this.connection = connection;
  }

  /** DuckDB as it is, but that it reads the files each time. */
  static ParquetReads open() throws SQLException {
    ParquetReads reads = new ParquetReads(DriverManager.getConnection("jdbc:duckdb:"));
    reads.ask("SET enable_external_file_cache = false");
    return reads;
  }

  /** Looks into the files for a session and a second to ask for, from the middle. */
  void chooseFrom(List<Path> files) throws SQLException {
    String middle =
        ask(
            "SELECT session_id || ' ' || meta.producer.timestamp FROM "
                + from(files)
                + " WHERE meta.kafka.\"offset\" = (SELECT max(meta.kafka.\"offset\") // 2 FROM "
                + from(files)
                + ")");
    String session = middle.substring(0, middle.indexOf(' '));
    String second = middle.substring(middle.indexOf(' ') + 1, middle.indexOf('.'));
    arguments.put(Query.ALL_COLUMNS, new Object[0]);
    arguments.put(Query.ONE_COLUMN, new Object[0]);
    arguments.put(Query.ONE_SESSION, new Object[] {session});
    arguments.put(Query.ONE_SECOND, new Object[] {second + ".000000", second + ".999999+00:00"});
  }

  /** Whether it is the answer that the first files gave. */
  boolean isRight(Query query, Reading reading) {
    return answers.computeIfAbsent(query, first -> reading.answer()).equals(reading.answer());
  }

  String version() throws SQLException {
    return ask("SELECT version()");
  }

  Reading read(Query query, List<Path> files) throws SQLException {
    Object[] values = arguments.get(query);
    Object[] all = new Object[values.length + 1];
    all[0] = from(files);
    System.arraycopy(values, 0, all, 1, values.length);
    String sql = String.format(Locale.ROOT, query.sql, all);
    long start = System.nanoTime();
    long cpuStart = cpuNanos();
    String answer = ask(sql);
    long cpu = cpuNanos() - cpuStart;
    return new Reading(
        answer, (System.nanoTime() - start) / NANOS_PER_MILLI, cpu / NANOS_PER_MILLI);
  }

  /** How many row groups the files have. */
  int rowGroups(List<Path> files) throws SQLException {
    return Integer.parseInt(
        ask(
            "SELECT count(*) FROM (SELECT DISTINCT file_name, row_group_id FROM parquet_metadata("
                + list(files)
                + "))"));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private String ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  private static String from(List<Path> files) {
    return "read_parquet(" + list(files) + ", hive_partitioning = false)";
  }

  private static String list(List<Path> files) {
    return files.stream()
        .map(file -> "'" + file.toString().replace("'", "''") + "'")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
