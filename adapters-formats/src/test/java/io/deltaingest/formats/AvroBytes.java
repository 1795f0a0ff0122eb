package io.deltaingest.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Values as Avro's own library writes them. */
public final class AvroBytes {

  private AvroBytes() {}

  public static Schema schema(String json) {
    return new Schema.Parser().parse(json);
  }

  /** A record schema of fields in JSON, like {@code {"name":"a","type":"int"}}. */
  public static Schema record(String... fields) {
    return schema(
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + String.join(",", fields) + "]}");
  }

  /** A record of field values in the schema's order. */
  public static GenericRecord of(Schema schema, Object... values) {
    GenericRecordBuilder builder = new GenericRecordBuilder(schema);
    for (int i = 0; i < values.length; i++) {
      builder.set(schema.getFields().get(i), values[i]);
    }
    return builder.build();
  }

  public static byte[] datum(Schema schema, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    write(schema, value, encoder);
    return out.toByteArray();
  }

  /** Arrays and maps in blocks that say their sizes. */
  public static byte[] blockedDatum(Schema schema, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder =
        new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
    write(schema, value, encoder);
    return out.toByteArray();
  }

  private static void write(Schema schema, Object value, BinaryEncoder encoder) {
    try {
      new GenericDatumWriter<>(schema, new GenericData()).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] container(CodecFactory codec, Schema schema, Object... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<Object> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema, new GenericData()))) {
      writer.setCodec(codec).create(schema, out);
      for (Object value : values) {
        writer.append(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] container(Schema schema, Object... values) {
    return container(CodecFactory.nullCodec(), schema, values);
  }

  /** With Confluent's header. */
  public static byte[] wire(int id, byte[] content) {
    return ByteBuffer.allocate(5 + content.length).put((byte) 0).putInt(id).put(content).array();
  }

  /** In single-object encoding. */
  public static byte[] singleObject(Schema schema, Object value) {
    byte[] datum = datum(schema, value);
    return ByteBuffer.allocate(10 + datum.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 1)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .put(datum)
        .array();
  }
}
