package io.deltaingest.delta.create;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaingest.delta.log.TableMetadata;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes version 0 of a table, put if absent like any other version: when another process creates
 * it at the same time, one of the two is there, and that is as good.
 */
public final class TableCreator {

  private static final String VERSION_0 = "00000000000000000000.json";
  private static final List<String> FEATURES = List.of("appendOnly", "invariants", "timestampNtz");
  private static final JsonFactory JSON = new JsonFactory();

  private final String engineInfo;
  private final Clock clock;

  /**
   * @param engineInfo {@code commitInfo.engineInfo}
   */
  public TableCreator(String engineInfo, Clock clock) {
    this.engineInfo = engineInfo;
    this.clock = clock;
  }

  /**
   * Creates the table. There must be none, but it does no harm if there is one by now. The schema
   * is there.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException when the schema or the partition
   *     columns can't be those of a table, or the place can't be written
   */
  public void create(TableStorage storage, CreateTable wanted) {
    NewTableSchema schema = NewTableSchema.of(wanted);
    byte[] entry = entry(schema, wanted.partitionBy());
    try {
      storage.log().createFolder();
      storage.log().putIfAbsent(VERSION_0, entry);
    } catch (IOException failure) {
      throw storage.explain(
          "Creating the Delta table at " + storage.location() + " failed", failure);
    }
  }

  private byte[] entry(NewTableSchema schema, List<String> partitionBy) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    long now = clock.millis();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.setRootValueSeparator(null);
      writeCommitInfo(json, now);
      writeProtocol(json, schema.root());
      json.writeRaw(metadata(schema.json(), partitionBy, now).action());
      json.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private void writeCommitInfo(JsonGenerator json, long now) throws IOException {
    begin(json, "commitInfo");
    json.writeNumberField("timestamp", now);
    json.writeStringField("operation", "CREATE TABLE");
    json.writeObjectFieldStart("operationParameters");
    json.writeEndObject();
    json.writeBooleanField("isBlindAppend", true);
    json.writeStringField("engineInfo", engineInfo);
    json.writeStringField("txnId", UUID.randomUUID().toString());
    end(json);
  }

  private static void writeProtocol(JsonGenerator json, StructType root) throws IOException {
    begin(json, "protocol");
    if (NewTableSchema.hasTimestampNtz(root)) {
      json.writeNumberField("minReaderVersion", 3);
      json.writeNumberField("minWriterVersion", 7);
      writeTexts(json, "readerFeatures", List.of("timestampNtz"));
      writeTexts(json, "writerFeatures", FEATURES);
    } else {
      json.writeNumberField("minReaderVersion", 1);
      json.writeNumberField("minWriterVersion", 2);
    }
    end(json);
  }

  private static TableMetadata metadata(String schema, List<String> partitionBy, long now) {
    return new TableMetadata(
        UUID.randomUUID().toString(),
        schema,
        partitionBy,
        Map.of(),
        new TableMetadata.Others(Optional.empty(), Optional.empty(), Optional.of(now)));
  }

  private static void writeTexts(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
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
}
