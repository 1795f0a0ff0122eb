package io.deltaingest.launcher.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.standalone.DeltaLog;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A table as other engines see it: delta-standalone reads the log, DuckDB the Parquet files. The
 * table is the view {@code t} with the columns of the files, the partition columns as text, and
 * {@code filename}; a partition column that a file holds as well counts for nothing. A log of table
 * features, which delta-standalone does not know, is read line by line.
 */
final class ForeignTable implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path location;
  private final List<AddFile> files;
  private final Map<String, Long> txns = new HashMap<>();
  private final Connection duckdb;

  ForeignTable(Path location, String... partitionColumns) {
    this.location = location;
    List<AddFile> added = readEntries();
    files = hasFeatures() ? added : readByStandalone();
    try {
      duckdb = DriverManager.getConnection("jdbc:duckdb:");
      createView(List.of(partitionColumns));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean hasFeatures() {
    Path first = location.resolve("_delta_log/00000000000000000000.json");
    try {
      return Files.exists(first) && Files.readString(first).contains("\"writerFeatures\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<AddFile> readByStandalone() {
    DeltaLog log = DeltaLog.forTable(new Configuration(), location.toString());
    List<AddFile> found = log.update().getAllFiles();
    txns.forEach(
        (appId, version) -> {
          long other = log.startTransaction().txnVersion(appId);
          if (other != version) {
            throw new AssertionError(appId + ": " + other + " for one reader, " + version);
          }
        });
    return found;
  }

  /** The files of a table's versions, the oldest first. */
  static List<Path> entries(Path table) {
    try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
      return files.filter(file -> file.toString().matches(".*/\\d{20}\\.json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file and the last {@code txn} of each id, from the entries alone. */
  private List<AddFile> readEntries() {
    List<AddFile> added = new ArrayList<>();
    try {
      for (Path entry : entries(location)) {
        for (String line : Files.readAllLines(entry)) {
          JsonNode action = JSON.readTree(line);
          if (action.has("txn")) {
            txns.put(
                action.get("txn").get("appId").asText(), action.get("txn").get("version").asLong());
          }
          if (action.has("add")) {
            JsonNode add = action.get("add");
            Map<String, String> partition = new HashMap<>();
            add.get("partitionValues")
                .properties()
                .forEach(
                    value ->
                        partition.put(
                            value.getKey(),
                            value.getValue().isNull() ? null : value.getValue().asText()));
            added.add(
                AddFile.builder(
                        add.get("path").asText(),
                        partition,
                        add.get("size").asLong(),
                        add.get("modificationTime").asLong(),
                        true)
                    .stats(add.get("stats").asText())
                    .build());
          }
        }
      }
      return added;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A table as another tool would have created it: one log entry, protocol 1,2. */
  static Path create(Path location, String schemaString, String... partitionColumns) {
    return createWithId(
        location, "22ef18ba-191c-4c36-a606-3dad5cdf3830", schemaString, partitionColumns);
  }

  /** As {@link #create}, with that table id. */
  static Path createWithId(
      Path location, String id, String schemaString, String... partitionColumns) {
    String partitions =
        List.of(partitionColumns).stream()
            .map(column -> '"' + column + '"')
            .collect(Collectors.joining(",", "[", "]"));
    String entry =
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n"
            + "{\"metaData\":{\"id\":\""
            + id
            + "\",\"format\":{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":\""
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

  List<AddFile> files() {
    return files;
  }

  Path pathOf(AddFile file) {
    return location.resolve(URI.create(file.getPath()).getPath());
  }

  /** The stored version of that application id. */
  OptionalLong txn(String appId) {
    Long version = txns.get(appId);
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
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
            "CREATE VIEW t AS SELECT * FROM (SELECT COLUMNS(c -> NOT list_contains("
                + partitionColumns.stream()
                    .map(ForeignTable::quoted)
                    .collect(Collectors.joining(",", "[", "]::VARCHAR[]"))
                + ", c)) FROM read_parquet("
                + list
                + ", filename = true, hive_partitioning = false, union_by_name = true)) p"
                + " JOIN files f ON p.filename = f.path");
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
