package io.deltaingest.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.testkit.WebRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.avro.Schema;

/** The sample's web requests as they are, in JSON, and as Avro with a registry's id in front. */
final class RowPathValues {

  private static final Schema SCHEMA =
      AvroBytes.record(
          "{\"name\":\"status\",\"type\":\"int\"}",
          "{\"name\":\"session_id\",\"type\":\"string\"}",
          "{\"name\":\"method\",\"type\":\"string\"}",
          "{\"name\":\"meta\",\"type\":{\"type\":\"record\",\"name\":\"Meta\",\"fields\":[{\"name\":"
              + "\"producer\",\"type\":{\"type\":\"record\",\"name\":\"Producer\",\"fields\":[{\"name\":"
              + "\"timestamp\",\"type\":\"string\"}]}}]}}",
          "{\"name\":\"uuid\",\"type\":\"string\"}",
          "{\"name\":\"url\",\"type\":[\"null\",\"string\"]}");

  private final byte[] bytes;
  private final int[] starts;

  private RowPathValues(byte[] bytes, int[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  static RowPathValues json(int count) {
    byte[] bytes = new byte[count * WebRequests.MAX_LENGTH];
    int[] starts = new int[count + 1];
    WebRequests generator = new WebRequests(42);
    for (int i = 0; i < count; i++) {
      starts[i + 1] = starts[i] + generator.write(i, bytes, starts[i]);
    }
    return new RowPathValues(bytes, starts);
  }

  /** The same requests. */
  RowPathValues asAvro() {
    byte[] avro = new byte[bytes.length];
    int[] avroStarts = new int[starts.length];
    for (int i = 0; i < count(); i++) {
      byte[] value = AvroBytes.wire(1, datum(i));
      System.arraycopy(value, 0, avro, avroStarts[i], value.length);
      avroStarts[i + 1] = avroStarts[i] + value.length;
    }
    return new RowPathValues(avro, avroStarts);
  }

  int count() {
    return starts.length - 1;
  }

  int averageLength() {
    return starts[count()] / count();
  }

  void aim(TestMessage message, int index) {
    message.aim(bytes, starts[index], starts[index + 1] - starts[index]);
  }

  static RowTransformer jsonTransformer() {
    return MessageRowTransformerFactory.ofJson(WebRequestsTable.TRANSFORMS)
        .create(WebRequestsTable.SCHEMA);
  }

  static RowTransformer avroTransformer() {
    FixedRegistry registry =
        new FixedRegistry().with(1, RegisteredSchema.Kind.AVRO, SCHEMA.toString());
    return new MessageRowTransformerFactory(
            MessageFormat.of(
                ValueFormat.of(MessageFormat.Type.AVRO_REGISTRY, FormatTable.REGISTRY)),
            WebRequestsTable.TRANSFORMS,
            Optional.empty(),
            StreamConfig.SchemaEvolution.NONE,
            config -> registry)
        .create(WebRequestsTable.SCHEMA);
  }

  private byte[] datum(int index) {
    JsonNode request;
    try {
      request = new JsonMapper().readTree(bytes, starts[index], starts[index + 1] - starts[index]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Schema meta = SCHEMA.getField("meta").schema();
    Schema producer = meta.getField("producer").schema();
    return AvroBytes.datum(
        SCHEMA,
        AvroBytes.of(
            SCHEMA,
            request.get("status").intValue(),
            request.get("session_id").textValue(),
            request.get("method").textValue(),
            AvroBytes.of(
                meta, AvroBytes.of(producer, request.at("/meta/producer/timestamp").textValue())),
            request.get("uuid").textValue(),
            request.get("url").textValue()));
  }
}
