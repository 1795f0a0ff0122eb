package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.commit.TxnUpdate.OutputMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the entry of a version line by line: {@code commitInfo} first (readers that look for
 * commit provenance read only that line), then {@code metaData} where it changes, then each
 * member's {@code txn}s, then its files, and the highest row id where the table tracks rows (Delta
 * protocol, "Actions").
 */
final class CommitJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final String engineInfo;

  CommitJson(String engineInfo) {
    this.engineInfo = engineInfo;
  }

  /**
   * The entry's bytes.
   *
   * @param metadata the action that changes the table, as JSON, if the version does
   * @param millis the time of the commit, ms since the epoch
   * @param duties what the table's features ask for
   */
  byte[] write(
      String commitId,
      Optional<String> metadata,
      List<CommitMember> members,
      long millis,
      CommitDuties duties) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * (2 + files(members)));
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.setRootValueSeparator(null);
      writeCommitInfo(json, commitId, members, millis, duties);
      if (metadata.isPresent()) {
        json.writeRaw(metadata.get());
        json.writeRaw('\n');
      }
      for (CommitMember member : members) {
        for (TxnChange txn : member.batch().txns()) {
          writeTxn(json, txn, millis);
        }
      }
      RowIds rowIds = new RowIds(duties);
      for (CommitMember member : members) {
        for (DataFile file : member.files()) {
          writeAdd(json, file, member.batch().update().recorder(), rowIds);
        }
      }
      rowIds.writeHighest(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private void writeCommitInfo(
      JsonGenerator json,
      String commitId,
      List<CommitMember> members,
      long millis,
      CommitDuties duties)
      throws IOException {
    long rows = 0;
    long bytes = 0;
    for (CommitMember member : members) {
      for (DataFile file : member.files()) {
        rows += file.rows();
        bytes += file.sizeBytes();
      }
    }
    begin(json, "commitInfo");
    if (duties.inCommitTimestamp().isPresent()) {
      json.writeNumberField("inCommitTimestamp", duties.inCommitTimestamp().getAsLong());
    }
    json.writeNumberField("timestamp", millis);
    json.writeStringField("operation", "STREAMING UPDATE");
    json.writeObjectFieldStart("operationParameters");
    json.writeStringField("outputMode", outputMode(members));
    json.writeStringField("queryId", members.get(0).queryId());
    json.writeStringField("epochId", Long.toString(millis));
    json.writeEndObject();
    json.writeBooleanField("isBlindAppend", true);
    // Values of metrics are text, as Spark writes them.
    json.writeObjectFieldStart("operationMetrics");
    json.writeStringField("numAddedFiles", Integer.toString(files(members)));
    json.writeStringField("numRemovedFiles", "0");
    json.writeStringField("numOutputRows", Long.toString(rows));
    json.writeStringField("numOutputBytes", Long.toString(bytes));
    json.writeEndObject();
    if (duties.firstRowId().isPresent()) {
      // No row is updated or copied, so all that are tracked stay as they were.
      json.writeObjectFieldStart("tags");
      json.writeStringField("delta.rowTracking.preserved", "true");
      json.writeEndObject();
    }
    json.writeStringField("engineInfo", engineInfo);
    json.writeStringField("txnId", commitId);
    end(json);
  }

  private static String outputMode(List<CommitMember> members) {
    boolean seek =
        members.stream().anyMatch(member -> member.batch().update().mode() == OutputMode.COMPLETE);
    return seek ? "Complete" : "Append";
  }

  private static void writeTxn(JsonGenerator json, TxnChange txn, long millis) throws IOException {
    begin(json, "txn");
    json.writeStringField("appId", txn.appId());
    json.writeNumberField("version", txn.version());
    json.writeNumberField("lastUpdated", millis);
    end(json);
  }

  private static void writeAdd(
      JsonGenerator json, DataFile file, Optional<String> recorder, RowIds rowIds)
      throws IOException {
    begin(json, "add");
    json.writeStringField("path", file.path());
    json.writeObjectFieldStart("partitionValues");
    for (Map.Entry<String, String> value : file.partitionValues().entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("size", file.sizeBytes());
    json.writeNumberField("modificationTime", file.modificationTimeMillis());
    json.writeBooleanField("dataChange", true);
    json.writeStringField("stats", file.stats());
    rowIds.write(json, file);
    if (recorder.isPresent()) {
      json.writeObjectFieldStart("tags");
      json.writeStringField(TxnUpdate.RECORDER_TAG, recorder.get());
      json.writeEndObject();
    }
    end(json);
  }

  /** Gives the new rows their ids, file by file. */
  private static final class RowIds {
    private final CommitDuties duties;
    private long next;

    RowIds(CommitDuties duties) {
      this.duties = duties;
      this.next = duties.firstRowId().orElse(0);
    }

    void write(JsonGenerator json, DataFile file) throws IOException {
      if (duties.firstRowId().isPresent()) {
        json.writeNumberField("baseRowId", next);
        json.writeNumberField("defaultRowCommitVersion", duties.version());
        next += file.rows();
      }
    }

    void writeHighest(JsonGenerator json) throws IOException {
      if (duties.firstRowId().isEmpty() || next == duties.firstRowId().getAsLong()) {
        return;
      }
      begin(json, "domainMetadata");
      json.writeStringField("domain", TableDomains.ROW_TRACKING);
      json.writeStringField(
          "configuration", "{\"" + TableDomains.HIGH_WATER_MARK + "\":" + (next - 1) + "}");
      json.writeBooleanField("removed", false);
      end(json);
    }
  }

  private static void begin(JsonGenerator json, String action) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart(action);
  }

  private static void end(JsonGenerator json) throws IOException {
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static int files(List<CommitMember> members) {
    int count = 0;
    for (CommitMember member : members) {
      count += member.files().size();
    }
    return count;
  }
}
