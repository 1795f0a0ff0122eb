package io.deltaingest.launcher.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;

/** Records as producers send them, written by Avro's own library. */
final class AvroMessages {

  private AvroMessages() {}

  /** Nothing but the record. */
  static byte[] datum(GenericRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Confluent's wire format around anything. */
  static byte[] wire(int schemaId, byte[] data) {
    return ByteBuffer.allocate(5 + data.length).put((byte) 0).putInt(schemaId).put(data).array();
  }

  /** Avro's single-object encoding. */
  static byte[] singleObject(GenericRecord record) {
    try {
      ByteBuffer message =
          new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema())
              .encode(record);
      byte[] bytes = new byte[message.remaining()];
      message.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object container; the records are of one schema. */
  static byte[] container(CodecFactory codec, List<GenericRecord> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
      writer.setCodec(codec).create(records.get(0).getSchema(), out);
      for (GenericRecord record : records) {
        writer.append(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
