package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.deltaingest.domain.model.Txn;
import io.deltaingest.domain.port.TableLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a version's entry says to an appender; its files are passed over.
 *
 * @param txns the {@code txn} actions
 * @param commitIds the batch ids in {@code commitInfo.txnId}, if there is one
 * @param inCommitTimestamp {@code commitInfo.inCommitTimestamp}, if there is one
 * @param rowIdHighWaterMark the highest row id, if the entry has a new one
 * @param changesTable whether it has a {@code metaData} or {@code protocol} action, or other
 *     clustering columns
 * @param actions how many actions it has
 */
record LogEntry(
    Map<String, Txn> txns,
    List<String> commitIds,
    OptionalLong inCommitTimestamp,
    OptionalLong rowIdHighWaterMark,
    boolean changesTable,
    int actions) {

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads an entry's bytes.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException when they are not lines of JSON
   */
  static LogEntry parse(byte[] bytes) throws IOException {
    Reading reading = new Reading();
    int actions = 0;
    try (JsonParser parser = JSON.createParser(bytes)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        actions++;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String action = parser.currentName();
          if (parser.nextToken() == JsonToken.START_OBJECT) {
            reading.read(action, parser);
          } else {
            parser.skipChildren();
          }
        }
      }
    }
    return new LogEntry(
        reading.txns,
        reading.commitIds,
        reading.inCommitTimestamp,
        reading.rowIdHighWaterMark,
        reading.changesTable,
        actions);
  }

  /** An entry half read. */
  private static final class Reading {
    private final Map<String, Txn> txns = new HashMap<>();
    private List<String> commitIds = List.of();
    private OptionalLong inCommitTimestamp = OptionalLong.empty();
    private OptionalLong rowIdHighWaterMark = OptionalLong.empty();
    private boolean changesTable;

    /** Reads an action from its opening brace to its closing one. */
    void read(String action, JsonParser parser) throws IOException {
      switch (action) {
        case "txn" -> readTxn(parser);
        case "commitInfo" -> readCommitInfo(parser);
        case "domainMetadata" -> readDomain(parser);
        case "metaData", "protocol" -> {
          changesTable = true;
          parser.skipChildren();
        }
        default -> parser.skipChildren();
      }
    }

    private void readTxn(JsonParser parser) throws IOException {
      String appId = null;
      long version = 0;
      long lastUpdated = Txn.NO_TIME;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("appId")) {
          appId = parser.getValueAsString();
        } else if (field.equals("version")) {
          version = parser.getLongValue();
        } else if (field.equals("lastUpdated") && value == JsonToken.VALUE_NUMBER_INT) {
          lastUpdated = parser.getLongValue();
        } else {
          parser.skipChildren();
        }
      }
      if (appId != null) {
        txns.put(appId, new Txn(version, lastUpdated));
      }
    }

    private void readCommitInfo(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("txnId") && value == JsonToken.VALUE_STRING) {
          commitIds = List.of(parser.getText().split(TableLog.ID_SEPARATOR, -1));
        } else if (field.equals("inCommitTimestamp") && value == JsonToken.VALUE_NUMBER_INT) {
          inCommitTimestamp = OptionalLong.of(parser.getLongValue());
        } else {
          parser.skipChildren();
        }
      }
    }

    private void readDomain(JsonParser parser) throws IOException {
      String domain = "";
      String configuration = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("domain")) {
          domain = parser.getValueAsString("");
        } else if (field.equals("configuration")) {
          configuration = parser.getValueAsString("");
        } else {
          parser.skipChildren();
        }
      }
      if (domain.equals(TableDomains.ROW_TRACKING)) {
        rowIdHighWaterMark = OptionalLong.of(TableDomains.rowIdHighWaterMark(configuration));
      } else if (domain.equals(TableDomains.CLUSTERING)) {
        changesTable = true;
      }
    }
  }
}
