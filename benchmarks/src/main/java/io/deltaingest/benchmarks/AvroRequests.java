package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongFunction;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Web requests in Avro, in Confluent's wire format: a zero byte, the schema's id in four bytes, the
 * record. Not thread-safe.
 */
final class AvroRequests implements LongFunction<byte[]> {

  /** The id that the schema has in the registry. */
  static final int SCHEMA_ID = 1;

  private static final int URL_IS_TEXT = 1;

  private final LongFunction<byte[]> json;
  private final JsonMapper mapper = new JsonMapper();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private BinaryEncoder encoder;

  /**
   * @param json the requests
   */
  AvroRequests(LongFunction<byte[]> json) {
    this.json = json;
  }

  /** The writer's schema. */
  static String schema() {
    return BenchmarkResource.text("web_requests.avsc");
  }

  @Override
  public byte[] apply(long sequence) {
    try {
      JsonNode request = mapper.readTree(json.apply(sequence));
      bytes.reset();
      bytes.write(new byte[] {0, 0, 0, 0, SCHEMA_ID});
      encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
      encoder.writeInt(request.get("status").intValue());
      encoder.writeString(request.get("session_id").textValue());
      encoder.writeString(request.get("method").textValue());
      encoder.writeString(request.get("meta").get("producer").get("timestamp").textValue());
      encoder.writeString(request.get("uuid").textValue());
      encoder.writeIndex(URL_IS_TEXT);
      encoder.writeString(request.get("url").textValue());
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
