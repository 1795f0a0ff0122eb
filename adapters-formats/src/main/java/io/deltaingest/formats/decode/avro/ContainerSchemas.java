package io.deltaingest.formats.decode.avro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Compiled schemas by the text that containers carry, so that the schema which every message of a
 * topic repeats is compiled once. Not thread-safe.
 */
final class ContainerSchemas {

  private static final int MOST_SCHEMAS = 64;
  private static final int LONGEST_KEPT = 1 << 20;

  private final Schema reader;
  private final Map<ByteBuffer, CompiledSchema> byText = new HashMap<>();
  private byte[] latestText = new byte[0];
  private CompiledSchema latest;

  /**
   * @param reader what records are resolved to; null: they are read as they were written
   */
  ContainerSchemas(Schema reader) {
    this.reader = reader;
  }

  CompiledSchema find(byte[] bytes, int start, int length) {
    if (latest != null
        && Arrays.equals(bytes, start, start + length, latestText, 0, latestText.length)) {
      return latest;
    }
    CompiledSchema known = byText.get(ByteBuffer.wrap(bytes, start, length).slice());
    byte[] text = Arrays.copyOfRange(bytes, start, start + length);
    if (known == null) {
      known = compile(text);
      keep(text, known);
    }
    latestText = text;
    latest = known;
    return known;
  }

  private void keep(byte[] text, CompiledSchema schema) {
    if (byText.size() == MOST_SCHEMAS) {
      byText.clear();
    }
    if (text.length <= LONGEST_KEPT) {
      byText.put(ByteBuffer.wrap(text), schema);
    }
  }

  private CompiledSchema compile(byte[] text) {
    try {
      Schema writer = AvroSchemas.ofWriter(new String(text, StandardCharsets.UTF_8));
      return reader == null
          ? SchemaCompiler.compile(writer)
          : SchemaCompiler.compile(writer, reader);
    } catch (IllegalArgumentException e) {
      throw MalformedAvroException.invalid("its schema can't be used: " + e.getMessage());
    }
  }
}
