package io.deltaingest.delta.log;

import io.deltaingest.delta.file.TableLayout;
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
 * Whether we may append to a table and how, and the fingerprint of what an append must obey. An
 * allow-list: a feature that is not named here is refused, since a writer that ignores it could
 * break the table for everybody.
 */
public final class WriterRules {

  private static final int NEWEST_READER_VERSION = 3;
  private static final int NEWEST_WRITER_VERSION = 7;
  private static final String ROW_TRACKING = "rowTracking";
  private static final String DOMAIN_METADATA = "domainMetadata";

  /**
   * Features that ask nothing of a blind append, or what is done here, at least while no column or
   * property puts to use what is not done.
   */
  private static final Set<String> ACCEPTED =
      Set.of(
          "allowColumnDefaults",
          "appendOnly",
          "changeDataFeed",
          "checkConstraints",
          "clustering",
          "columnMapping",
          "deletionVectors",
          DOMAIN_METADATA,
          "generatedColumns",
          "identityColumns",
          "inCommitTimestamp",
          "invariants",
          ROW_TRACKING,
          "timestampNtz",
          "typeWidening",
          "typeWidening-preview",
          "v2Checkpoint",
          "vacuumProtocolCheck",
          "variantShredding",
          "variantShredding-preview",
          "variantType",
          "variantType-preview");

  /** Properties that, set to {@code true}, ask for what is not done here. */
  private static final Map<String, String> REFUSED_SWITCHES =
      Map.of(
          "delta.enableIcebergCompatV1", "Iceberg compatibility (V1) is on",
          "delta.enableIcebergCompatV2", "Iceberg compatibility (V2) is on",
          "delta.enableIcebergCompatV3", "Iceberg compatibility (V3) is on",
          "delta.enableIcebergWriterCompatV1", "Iceberg writer compatibility (V1) is on",
          "delta.enableIcebergWriterCompatV3", "Iceberg writer compatibility (V3) is on");

  private static final String IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";
  private static final String ROW_TRACKING_SUSPENDED = "delta.rowTrackingSuspended";

  /** Other properties that shape files or entries, or that the ingest loop obeys. */
  private static final Set<String> BINDING =
      Set.of(
          IN_COMMIT_TIMESTAMPS,
          ROW_TRACKING_SUSPENDED,
          "delta.enableRowTracking",
          "delta.enableTypeWidening",
          "delta.setTransactionRetentionDuration",
          ColumnMapping.MODE);

  private static final String CONSTRAINT = "delta.constraints.";

  private WriterRules() {}

  /**
   * How rows and versions are written.
   *
   * @param clustering the columns that the table is clustered by, by their stored paths
   * @throws ConfigurationException when the table asks for something that we don't do; the message
   *     names all of it
   */
  static WriteRules judge(
      String location,
      TableProtocol protocol,
      TableMetadata metadata,
      List<List<String>> clustering) {
    SchemaJson.Reading schema = SchemaJson.read(metadata.schemaString());
    List<String> obstacles = new ArrayList<>();
    obstacles.addAll(protocolObstacles(protocol));
    obstacles.addAll(propertyObstacles(metadata.configuration()));
    obstacles.addAll(ColumnMapping.obstacles(protocol, metadata.configuration()));
    obstacles.addAll(schema.obstacles());
    obstacles.addAll(partitionObstacles(schema, metadata.partitionColumns()));
    refuse(location, obstacles);
    TableSchema logical =
        new TableSchema(
            schema.root(),
            metadata.partitionColumns(),
            widensTypes(protocol, metadata.configuration()));
    return new WriteRules(
        logical,
        layout(location, logical, metadata, clustering),
        isTrue(metadata, IN_COMMIT_TIMESTAMPS),
        protocol.supports(ROW_TRACKING) && !isTrue(metadata, ROW_TRACKING_SUSPENDED));
  }

  /** Whether the table lets types be widened: the feature alone only says that some were. */
  static boolean widensTypes(TableProtocol protocol, Map<String, String> properties) {
    return (protocol.supports("typeWidening") || protocol.supports("typeWidening-preview"))
        && Boolean.parseBoolean(properties.get("delta.enableTypeWidening"));
  }

  /** What {@link io.deltaingest.domain.model.TableSnapshot#rules()} holds. */
  static String fingerprint(
      TableProtocol protocol, TableMetadata metadata, List<List<String>> clustering) {
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
    text.append(clustering).append('\n');
    text.append(relevant).append('\n');
    text.append(metadata.schemaString());
    return sha256(text.toString());
  }

  private static TableLayout layout(
      String location, TableSchema logical, TableMetadata metadata, List<List<String>> clustering) {
    Set<List<String>> measured = Set.copyOf(clustering);
    if (!ColumnMapping.isOn(metadata.configuration())) {
      return new TableLayout(logical, Map.of(), measured);
    }
    ColumnMapping.Reading mapping = ColumnMapping.read(metadata.schemaString(), logical.root());
    refuse(location, mapping.obstacles());
    List<String> partitions = new ArrayList<>();
    for (String column : logical.partitionColumns()) {
      partitions.add(mapping.root().fields().get(logical.root().indexOf(column)).name());
    }
    return new TableLayout(
        new TableSchema(mapping.root(), partitions), mapping.fieldIds(), measured);
  }

  private static void refuse(String location, List<String> obstacles) {
    if (!obstacles.isEmpty()) {
      throw new ConfigurationException(
          Problem.of(
              "The Delta table at " + location + " can't be written by this version",
              String.join("; ", obstacles),
              "Remove that from the table, or write to another one"));
    }
  }

  private static boolean isTrue(TableMetadata metadata, String property) {
    return Boolean.parseBoolean(metadata.configuration().get(property));
  }

  private static boolean bindsAppends(String property) {
    return REFUSED_SWITCHES.containsKey(property)
        || BINDING.contains(property)
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
    if (protocol.supports(ROW_TRACKING) && !protocol.supports(DOMAIN_METADATA)) {
      obstacles.add(
          "it uses the table feature "
              + ROW_TRACKING
              + " without "
              + DOMAIN_METADATA
              + ", which that needs");
    }
    return obstacles;
  }

  private static List<String> propertyObstacles(Map<String, String> properties) {
    List<String> obstacles = new ArrayList<>();
    new TreeMap<>(properties)
        .forEach(
            (key, value) -> {
              if (REFUSED_SWITCHES.containsKey(key) && Boolean.parseBoolean(value)) {
                obstacles.add(REFUSED_SWITCHES.get(key) + " (" + key + ")");
              }
              if (key.startsWith(CONSTRAINT)) {
                obstacles.add(
                    "it has the CHECK constraint "
                        + key.substring(CONSTRAINT.length())
                        + " (table feature checkConstraints)");
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
