package io.deltaingest.delta.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A second engine that reads the data files that a log names. */
public final class DuckDb implements AutoCloseable {

  private final Connection connection;

  public DuckDb() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone='UTC'");
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A table expression over some files; the columns are those in the files. */
  public static String files(List<Path> files) {
    List<String> quoted = new ArrayList<>();
    for (Path file : files) {
      quoted.add("'" + file.toString().replace("'", "''") + "'");
    }
    return "read_parquet([" + String.join(",", quoted) + "], hive_partitioning=false)";
  }

  /** A table expression over all files that a log adds. */
  public static String table(LogFolder log) {
    List<Path> files = new ArrayList<>();
    for (JsonNode add : log.adds()) {
      files.add(log.file(add));
    }
    return files(files);
  }

  /** Rows as lists of DuckDB's values as text. */
  public List<List<String>> texts(String sql) {
    return rows(sql).stream()
        .map(
            row -> {
              List<String> texts = new ArrayList<>();
              row.forEach(value -> texts.add(value == null ? null : value.toString()));
              return texts;
            })
        .toList();
  }

  /** Rows as lists of JDBC values. */
  public List<List<Object>> rows(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  /** The single value of a query. */
  public Object value(String sql) {
    return rows(sql).get(0).get(0);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
