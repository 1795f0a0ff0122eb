package io.deltaingest.delta.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The log of a table in a test, read and written as another tool would, by plain files. */
public final class LogFolder {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path table;

  public LogFolder(Path table) {
    this.table = table;
  }

  /** Writes version 0 with that protocol, as a tool without a commitInfo does. */
  public LogFolder create(
      String protocol, String schema, List<String> partitionBy, Map<String, String> properties) {
    try {
      Files.createDirectories(folder());
      return put(
          0,
          "{\"protocol\":" + protocol + "}",
          metadata("the-table", schema, partitionBy, properties));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes version 0 with protocol 1,2. */
  public LogFolder create(String schema, String... partitionBy) {
    return create(
        "{\"minReaderVersion\":1,\"minWriterVersion\":2}", schema, List.of(partitionBy), Map.of());
  }

  /** A metaData action. */
  public static String metadata(
      String id, String schema, List<String> partitionBy, Map<String, String> properties) {
    try {
      return "{\"metaData\":{\"id\":\""
          + id
          + "\",\"format\":{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":"
          + JSON.writeValueAsString(schema)
          + ",\"partitionColumns\":"
          + JSON.writeValueAsString(partitionBy)
          + ",\"configuration\":"
          + JSON.writeValueAsString(properties)
          + ",\"createdTime\":1700000000000}}";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes a version. */
  public LogFolder put(long version, String... actions) {
    try {
      Files.writeString(entry(version), String.join("\n", actions) + "\n");
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path folder() {
    return table.resolve("_delta_log");
  }

  public Path entry(long version) {
    return folder().resolve(String.format(Locale.ROOT, "%020d.json", version));
  }

  public Path checkpoint(long version) {
    return folder().resolve(String.format(Locale.ROOT, "%020d.checkpoint.parquet", version));
  }

  /** The actions of a version, line by line. */
  public List<JsonNode> actions(long version) {
    try {
      List<JsonNode> actions = new ArrayList<>();
      for (String line : Files.readAllLines(entry(version))) {
        actions.add(JSON.readTree(line));
      }
      return actions;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The actions of that name in a version. */
  public List<JsonNode> actions(long version, String name) {
    return actions(version).stream().filter(node -> node.has(name)).map(n -> n.get(name)).toList();
  }

  /** All {@code add} actions, from version 0 on. */
  public List<JsonNode> adds() {
    List<JsonNode> adds = new ArrayList<>();
    for (long version = 0; Files.exists(entry(version)); version++) {
      adds.addAll(actions(version, "add"));
    }
    return adds;
  }

  /** The newest version. */
  public long newest() {
    long version = 0;
    while (Files.exists(entry(version + 1))) {
      version++;
    }
    return version;
  }

  /** The file of an add action. */
  public Path file(JsonNode add) {
    String plus = add.get("path").textValue().replace("+", "%2B");
    return table.resolve(URLDecoder.decode(plus, StandardCharsets.UTF_8));
  }

  /** The statistics of an add action. */
  public static JsonNode stats(JsonNode add) {
    try {
      return JSON.readTree(add.get("stats").textValue());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** All data files in the folder, referenced or not, relative to the table. */
  public List<String> dataFiles() {
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(file -> file.toString().endsWith(".snappy.parquet"))
          .map(file -> table.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Removes the table, log and all. */
  public void delete() {
    try (Stream<Path> files = Files.walk(table)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
