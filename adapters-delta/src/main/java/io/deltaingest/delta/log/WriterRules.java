package io.deltaingest.delta.log;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether we may append to a table, and the fingerprint of what an append must obey. An allow-list:
 * a feature that is not named here is refused, since a writer that ignores it could break the table
 * for everybody.
 */
public final class WriterRules {

  private static final int NEWEST_READER_VERSION = 3;
  private static final int NEWEST_WRITER_VERSION = 7;

  /** Features that ask nothing of a blind append, at least while they are not in use. */
  private static final Set<String> ACCEPTED =
      Set.of(
          "allowColumnDefaults",
          "appendOnly",
          "changeDataFeed",
          "checkConstraints",
          "clustering",
          "columnMapping",
          "deletionVectors",
          "domainMetadata",
          "generatedColumns",
          "identityColumns",
          "inCommitTimestamp",
          "invariants",
          "timestampNtz",
          "typeWidening",
          "typeWidening-preview",
          "v2Checkpoint",
          "vacuumProtocolCheck");

  /** Properties that are switched on by {@code true} and bind an appender. */
  private static final Map<String, String> SWITCHES =
      Map.of(
          "delta.enableInCommitTimestamps", "in-commit timestamps are on",
          "delta.enableRowTracking", "row tracking is on",
          "delta.enableIcebergCompatV1", "Iceberg compatibility (V1) is on",
          "delta.enableIcebergCompatV2", "Iceberg compatibility (V2) is on",
          "delta.enableIcebergCompatV3", "Iceberg compatibility (V3) is on",
          "delta.enableIcebergWriterCompatV1", "Iceberg writer compatibility (V1) is on",
          "delta.enableIcebergWriterCompatV3", "Iceberg writer compatibility (V3) is on");

  private static final String COLUMN_MAPPING = "delta.columnMapping.mode";
  private static final String TXN_RETENTION = "delta.setTransactionRetentionDuration";
  private static final String CONSTRAINT = "delta.constraints.";

  private WriterRules() {}

  /**
   * The schema that rows are written in.
   *
   * @throws ConfigurationException when the table asks for something that we don't do; the message
   *     names all of it
   */
  static TableSchema judge(String location, TableProtocol protocol, TableMetadata metadata) {
    SchemaJson.Reading schema = SchemaJson.read(metadata.schemaString());
    List<String> obstacles = new ArrayList<>();
    obstacles.addAll(protocolObstacles(protocol));
    obstacles.addAll(propertyObstacles(metadata.configuration()));
    obstacles.addAll(schema.obstacles());
    obstacles.addAll(partitionObstacles(schema, metadata.partitionColumns()));
    if (!obstacles.isEmpty()) {
      throw new ConfigurationException(
          Problem.of(
              "The Delta table at " + location + " can't be written by this version",
              String.join("; ", obstacles),
              "Remove that from the table, or write to another one"));
    }
    return new TableSchema(schema.root(), metadata.partitionColumns());
  }

  /** What {@link io.deltaingest.domain.model.TableSnapshot#rules()} holds. */
  static String fingerprint(TableProtocol protocol, TableMetadata metadata) {
    Map<String, String> relevant = new TreeMap<>();
    metadata
        .configuration()
        .forEach(
            (key, value) -> {
              if (bindsAppends(key)) {
                relevant.put(key, value);
              }
            });
    StringBuilder text = new StringBuilder();
    text.append(protocol).append('\n');
    text.append(metadata.partitionColumns()).append('\n');
    text.append(relevant).append('\n');
    text.append(metadata.schemaString());
    return sha256(text.toString());
  }

  private static boolean bindsAppends(String property) {
    return SWITCHES.containsKey(property)
        || property.equals(COLUMN_MAPPING)
        || property.equals(TXN_RETENTION)
        || property.startsWith(CONSTRAINT)
        || property.startsWith("delta.dataSkipping");
  }

  private static List<String> protocolObstacles(TableProtocol protocol) {
    List<String> obstacles = new ArrayList<>();
    if (protocol.minReaderVersion() > NEWEST_READER_VERSION
        || protocol.minWriterVersion() > NEWEST_WRITER_VERSION) {
      obstacles.add(
          "its protocol is reader version "
              + protocol.minReaderVersion()
              + ", writer version "
              + protocol.minWriterVersion()
              + ", and "
              + NEWEST_READER_VERSION
              + " and "
              + NEWEST_WRITER_VERSION
              + " are the newest known");
    }
    for (String feature : protocol.features()) {
      if (!ACCEPTED.contains(feature)) {
        obstacles.add("it uses the table feature " + feature);
      }
    }
    return obstacles;
  }

  private static List<String> propertyObstacles(Map<String, String> properties) {
    List<String> obstacles = new ArrayList<>();
    String mapping = properties.getOrDefault(COLUMN_MAPPING, "none");
    if (!mapping.equals("none")) {
      obstacles.add("it maps columns (" + COLUMN_MAPPING + "=" + mapping + ")");
    }
    if (properties.containsKey(TXN_RETENTION)) {
      obstacles.add(
          "its transaction identifiers, which hold the Kafka offsets, expire ("
              + TXN_RETENTION
              + "), and messages whose offset is not in the table any more would be read again");
    }
    new TreeMap<>(properties)
        .forEach(
            (key, value) -> {
              if (SWITCHES.containsKey(key) && Boolean.parseBoolean(value)) {
                obstacles.add(SWITCHES.get(key) + " (" + key + ")");
              }
              if (key.startsWith(CONSTRAINT)) {
                obstacles.add("it has the CHECK constraint " + key.substring(CONSTRAINT.length()));
              }
            });
    return obstacles;
  }

  private static List<String> partitionObstacles(
      SchemaJson.Reading schema, List<String> partitionColumns) {
    List<String> obstacles = new ArrayList<>();
    for (String column : partitionColumns) {
      int index = schema.root().indexOf(column);
      if (index < 0) {
        obstacles.add("its partition column " + column + " is not in the schema");
        continue;
      }
      DataType type = schema.root().fields().get(index).type();
      if (!(type instanceof PrimitiveType) && !(type instanceof DecimalType)) {
        obstacles.add("its partition column " + column + " has the nested type " + type.describe());
      }
    }
    if (!schema.root().fields().isEmpty()
        && partitionColumns.size() >= schema.root().fields().size()) {
      obstacles.add("all of its columns are partition columns");
    }
    return obstacles;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
