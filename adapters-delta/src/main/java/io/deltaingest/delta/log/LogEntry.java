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

/**
 * What a version's entry says to an appender; its files are passed over.
 *
 * @param txns the {@code txn} actions
 * @param commitIds the batch ids in {@code commitInfo.txnId}, if there is one
 * @param changesTable whether it has a {@code metaData} or {@code protocol} action
 * @param actions how many actions it has
 */
record LogEntry(Map<String, Txn> txns, List<String> commitIds, boolean changesTable, int actions) {

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads an entry's bytes.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException when they are not lines of JSON
   */
  static LogEntry parse(byte[] bytes) throws IOException {
    Map<String, Txn> txns = new HashMap<>();
    List<String> commitIds = List.of();
    boolean changesTable = false;
    int actions = 0;
    try (JsonParser parser = JSON.createParser(bytes)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        actions++;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String action = parser.currentName();
          JsonToken value = parser.nextToken();
          if (value == JsonToken.START_OBJECT && action.equals("txn")) {
            readTxn(parser, txns);
          } else if (value == JsonToken.START_OBJECT && action.equals("commitInfo")) {
            commitIds = readCommitIds(parser);
          } else {
            changesTable |= action.equals("metaData") || action.equals("protocol");
            parser.skipChildren();
          }
        }
      }
    }
    return new LogEntry(txns, commitIds, changesTable, actions);
  }

  private static void readTxn(JsonParser parser, Map<String, Txn> txns) throws IOException {
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

  private static List<String> readCommitIds(JsonParser parser) throws IOException {
    List<String> commitIds = List.of();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("txnId") && value == JsonToken.VALUE_STRING) {
        commitIds = List.of(parser.getText().split(TableLog.ID_SEPARATOR, -1));
      } else {
        parser.skipChildren();
      }
    }
    return commitIds;
  }
}
