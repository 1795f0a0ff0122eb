package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Commits to the web requests' table as kafka-delta-ingest 0.4 does: the partition column in the
 * file as well, {@code commitInfo} last and without an id of the commit, nulls written out, no line
 * feed at the end.
 */
final class ReferenceWriter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLUMNS =
      "{meta: 'STRUCT(producer STRUCT(\"timestamp\" VARCHAR), kafka STRUCT(\"offset\" BIGINT,"
          + " topic VARCHAR, \"partition\" INTEGER))', method: 'VARCHAR', session_id: 'VARCHAR',"
          + " status: 'INTEGER', url: 'VARCHAR', uuid: 'VARCHAR', date: 'VARCHAR'}";

  private final Path table;
  private final String appId;

  ReferenceWriter(Path table, String appId) {
    this.table = table;
    this.appId = appId;
  }

  /** The row that the reference makes of a message by the transforms of the seed's example. */
  static ObjectNode row(byte[] message, String topic, int partition, long offset) {
    try {
      ObjectNode row = (ObjectNode) JSON.readTree(message);
      String timestamp = row.at("/meta/producer/timestamp").asText();
      row.put("date", timestamp.substring(0, 10));
      ((ObjectNode) row.get("meta"))
          .putObject("kafka")
          .put("offset", offset)
          .put("topic", topic)
          .put("partition", partition);
      return row;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param rows may be none: the reference then commits offsets alone
   * @param offsets the last one done of each partition that moved
   */
  void commit(List<ObjectNode> rows, Map<Integer, Long> offsets) {
    Map<String, List<ObjectNode>> byDate = new TreeMap<>();
    rows.forEach(
        row ->
            byDate.computeIfAbsent(row.get("date").asText(), date -> new ArrayList<>()).add(row));
    long millis = System.currentTimeMillis();
    List<String> lines = new ArrayList<>();
    offsets.forEach(
        (partition, offset) ->
            lines.add(
                "{\"txn\":{\"appId\":\"%s-%d\",\"version\":%d,\"lastUpdated\":%d}}"
                    .formatted(appId, partition, offset, millis)));
    byDate.forEach((date, some) -> lines.add(add(date, some, millis)));
    lines.add(
        ("{\"commitInfo\":{\"timestamp\":%d,\"operation\":\"STREAMING UPDATE\","
                + "\"operationParameters\":{\"outputMode\":\"Append\",\"queryId\":\"%s\","
                + "\"epochId\":\"%d\"},\"clientVersion\":\"delta-rs.0.26.0\"}}")
            .formatted(millis, appId, millis));
    try {
      Files.writeString(
          table.resolve("_delta_log/%020d.json".formatted(newestVersion() + 1)),
          String.join("\n", lines),
          StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long newestVersion() {
    try (Stream<Path> entries = Files.list(table.resolve("_delta_log"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d{20}\\.json"))
          .max(Comparator.naturalOrder())
          .map(name -> Long.parseLong(name.substring(0, 20)))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String add(String date, List<ObjectNode> rows, long millis) {
    String path = "date=%s/part-00000-%s-c000.snappy.parquet".formatted(date, UUID.randomUUID());
    Path file = table.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      writeParquet(file, rows);
      return ("{\"add\":{\"path\":\"%s\",\"partitionValues\":{\"date\":\"%s\"},\"size\":%d,"
              + "\"modificationTime\":%d,\"dataChange\":true,"
              + "\"stats\":\"{\\\"numRecords\\\":%d}\",\"tags\":null,\"deletionVector\":null,"
              + "\"baseRowId\":null,\"defaultRowCommitVersion\":null,\"clusteringProvider\":null}}")
          .formatted(path, date, Files.size(file), millis, rows.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeParquet(Path file, List<ObjectNode> rows) throws IOException {
    Path lines = Files.createTempFile("rows", ".json");
    Files.writeString(
        lines, rows.stream().map(JsonNode::toString).collect(Collectors.joining("\n")), UTF_8);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_json('%s', format = 'newline_delimited', columns = %s)) TO '%s' (FORMAT parquet, COMPRESSION snappy)"
              .formatted(lines, COLUMNS, file));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.delete(lines);
    }
  }
}
