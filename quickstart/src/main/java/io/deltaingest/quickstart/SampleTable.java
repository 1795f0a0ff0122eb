package io.deltaingest.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The table of web requests as another tool leaves it: a folder with nothing but the first entry of
 * a Delta log, protocol versions 1 and 2, partitioned by {@code date} (Delta protocol, "Actions").
 */
public final class SampleTable {

  /** The topic whose messages it takes. */
  public static final String TOPIC = "web_requests";

  public static final String PARTITION_COLUMN = "date";

  private static final String FIRST_ENTRY = "00000000000000000000.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private SampleTable() {}

  /**
   * Writes version 0.
   *
   * @param table the folder, which need not exist
   */
  public static void create(Path table) {
    create(table, schema().toString());
  }

  /**
   * Writes version 0 of a table with other columns, partitioned by {@code date} as well.
   *
   * @param table the folder, which need not exist
   * @param schema in Delta's JSON form
   */
  public static void create(Path table, String schema) {
    long now = System.currentTimeMillis();
    ObjectNode protocol = JSON.createObjectNode();
    protocol.putObject("protocol").put("minReaderVersion", 1).put("minWriterVersion", 2);
    ObjectNode commitInfo = JSON.createObjectNode();
    commitInfo.putObject("commitInfo").put("timestamp", now).put("operation", "CREATE TABLE");
    ObjectNode action = JSON.createObjectNode();
    ObjectNode metadata = action.putObject("metaData");
    metadata.put("id", UUID.randomUUID().toString());
    metadata.putObject("format").put("provider", "parquet").putObject("options");
    metadata.put("schemaString", schema);
    metadata.putArray("partitionColumns").add(PARTITION_COLUMN);
    metadata.putObject("configuration");
    metadata.put("createdTime", now);
    try {
      Path log = Files.createDirectories(table.resolve("_delta_log"));
      Files.write(
          log.resolve(FIRST_ENTRY),
          List.of(commitInfo.toString(), protocol.toString(), action.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema in Delta's JSON form. */
  static ObjectNode schema() {
    try (InputStream in = SampleTable.class.getResourceAsStream("web_requests-schema.json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
