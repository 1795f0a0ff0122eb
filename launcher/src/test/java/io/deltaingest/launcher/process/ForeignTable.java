package io.deltaingest.launcher.process;

import io.delta.standalone.DeltaLog;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.AddFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * A table as other engines see it: delta-standalone reads the log, DuckDB the Parquet files. The
 * table is the view {@code t} with the columns of the files, the partition columns as text, and
 * {@code filename}.
 */
final class ForeignTable implements AutoCloseable {

  private final Path location;
  private final DeltaLog log;
  private final Snapshot snapshot;
  private final Connection duckdb;

  ForeignTable(Path location, String... partitionColumns) {
    this.location = location;
    log = DeltaLog.forTable(new Configuration(), location.toString());
    snapshot = log.update();
    try {
      duckdb = DriverManager.getConnection("jdbc:duckdb:");
      createView(List.of(partitionColumns));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A table as another tool would have created it: one log entry, protocol 1,2. */
  static Path create(Path location, String schemaString, String... partitionColumns) {
    String partitions =
        List.of(partitionColumns).stream()
            .map(column -> '"' + column + '"')
            .collect(Collectors.joining(",", "[", "]"));
    String entry =
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n"
            + "{\"metaData\":{\"id\":\"22ef18ba-191c-4c36-a606-3dad5cdf3830\",\"format\":{\"provider\":"
            + "\"parquet\",\"options\":{}},\"schemaString\":\""
            + schemaString.replace("\"", "\\\"")
            + "\",\"partitionColumns\":"
            + partitions
            + ",\"configuration\":{},\"createdTime\":1564524294376}}\n";
    try {
      Files.createDirectories(location.resolve("_delta_log"));
      Files.writeString(location.resolve("_delta_log/00000000000000000000.json"), entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return location;
  }

  long version() {
    return snapshot.getVersion();
  }

  List<AddFile> files() {
    return snapshot.getAllFiles();
  }

  Path pathOf(AddFile file) {
    return location.resolve(URI.create(file.getPath()).getPath());
  }

  /** The stored version of that application id. */
  OptionalLong txn(String appId) {
    Optional<Long> version = Optional.ofNullable(log.startTransaction().txnVersion(appId));
    return version.isEmpty() || version.get() < 0 && !hasTxn(appId)
        ? OptionalLong.empty()
        : OptionalLong.of(version.get());
  }

  private boolean hasTxn(String appId) {
    try (var entries = Files.list(location.resolve("_delta_log"))) {
      for (Path entry : entries.filter(path -> path.toString().endsWith(".json")).toList()) {
        if (Files.readString(entry).contains("\"appId\":\"" + appId + "\"")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first column of the first row. */
  long number(String sql) {
    return Long.parseLong(rows(sql).get(0).get(0));
  }

  /** Every row, every value as text. */
  List<List<String>> rows(String sql) {
    try (Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(result.getString(column));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private void createView(List<String> partitionColumns) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      String names =
          partitionColumns.stream()
              .map(column -> ", \"" + column + "\" VARCHAR")
              .collect(Collectors.joining());
      statement.execute("CREATE TABLE files (path VARCHAR" + names + ")");
      for (AddFile file : files()) {
        StringBuilder values = new StringBuilder(quoted(pathOf(file).toString()));
        for (String column : partitionColumns) {
          values.append(", ").append(quoted(file.getPartitionValues().get(column)));
        }
        statement.execute("INSERT INTO files VALUES (" + values + ")");
      }
      if (!files().isEmpty()) {
        String list =
            files().stream()
                .map(file -> quoted(pathOf(file).toString()))
                .collect(Collectors.joining(",", "[", "]"));
        statement.execute(
            "CREATE VIEW t AS SELECT * FROM read_parquet("
                + list
                + ", filename = true, hive_partitioning = false) p JOIN files f ON p.filename = f.path");
      }
    }
  }

  private static String quoted(String text) {
    return text == null ? "NULL" : "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() {
    try {
      duckdb.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
