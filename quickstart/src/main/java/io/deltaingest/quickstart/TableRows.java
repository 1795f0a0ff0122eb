package io.deltaingest.quickstart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * The rows of a table's files as DuckDB reads the Parquet. The partition column is not in the
 * files: its values come from the log. Not thread-safe.
 */
final class TableRows implements AutoCloseable {

  private static final String COLUMNS =
      """
      SELECT rows.meta.kafka."partition", rows.meta.kafka."offset", rows.meta.kafka.topic,
             rows.meta.producer.timestamp, rows.method, rows.session_id, rows.status, rows.url,
             rows.uuid, files.date
      FROM read_parquet(getvariable('paths'), filename = true, hive_partitioning = false) AS rows
      JOIN files ON rows.filename = files.path
      """;

  private final Connection connection;
  private final boolean empty;

  private TableRows(Connection connection, boolean empty) {
    this.connection = connection;
    this.empty = empty;
  }

  static TableRows open(TableFiles table) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE files (path VARCHAR PRIMARY KEY, date VARCHAR)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO files VALUES (?, ?)")) {
        for (TableFiles.DataFile file : table.files()) {
          insert.setString(1, file.path().toString());
          insert.setString(2, file.partitionValues().get(SampleTable.PARTITION_COLUMN));
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("SET VARIABLE paths = (SELECT list(path) FROM files)");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new TableRows(connection, table.files().isEmpty());
  }

  /** Every row, in whatever order the files have. */
  void forEach(Consumer<SampleRow> action) throws SQLException {
    query(COLUMNS, action);
  }

  /** The newest rows of the topic. */
  void forNewest(int count, Consumer<SampleRow> action) throws SQLException {
    query(COLUMNS + "ORDER BY rows.meta.producer.timestamp DESC LIMIT " + count, action);
  }

  private void query(String sql, Consumer<SampleRow> action) throws SQLException {
    if (empty) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        action.accept(
            new SampleRow(
                rows.getInt(1),
                rows.getLong(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getInt(7),
                rows.getString(8),
                rows.getString(9),
                rows.getString(10)));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
