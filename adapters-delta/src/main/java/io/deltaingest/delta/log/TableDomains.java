package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * The metadata domains that concern an appender (Delta protocol, "Domain Metadata"): what their
 * {@code configuration} texts say.
 */
final class TableDomains {

  /** Holds the highest row id. */
  static final String ROW_TRACKING = "delta.rowTracking";

  /** Holds the clustering columns. */
  static final String CLUSTERING = "delta.clustering";

  static final String HIGH_WATER_MARK = "rowIdHighWaterMark";

  /** The high-water mark of a table that has given no row id. */
  static final long NO_ROW_ID = -1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private TableDomains() {}

  /** The highest row id in the configuration of {@link #ROW_TRACKING}. */
  static long rowIdHighWaterMark(String configuration) throws JsonProcessingException {
    return JSON.readTree(configuration).path(HIGH_WATER_MARK).asLong(NO_ROW_ID);
  }

  /** The columns in the configuration of {@link #CLUSTERING}, by their stored paths. */
  static List<List<String>> clusteringColumns(String configuration) throws JsonProcessingException {
    List<List<String>> columns = new ArrayList<>();
    for (JsonNode column : JSON.readTree(configuration).path("clusteringColumns")) {
      List<String> path = new ArrayList<>();
      if (column.isTextual()) {
        path.add(column.textValue());
      }
      column.forEach(name -> path.add(name.asText()));
      columns.add(path);
    }
    return columns;
  }
}
