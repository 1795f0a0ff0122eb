package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;

/**
 * Reads the records of one object container after the other (Avro specification, "Object container
 * files"). Not thread-safe.
 */
final class ContainerReader {

  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int SYNC_LENGTH = 16;
  private static final byte[] SCHEMA_KEY = "avro.schema".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CODEC_KEY = "avro.codec".getBytes(StandardCharsets.UTF_8);

  private final ContainerSchemas schemas;
  private final ValueTape tape;
  private final boolean objectsOnly;
  private final BlockDecompressor decompressor = new BlockDecompressor();
  private final AvroInput file = new AvroInput();
  private final AvroInput block = new AvroInput();
  private CompiledSchema schema;
  private BlockCodec codec;
  private int sync;
  private long recordsLeft;

  /**
   * @param readerSchema what records are resolved to; null: they are read as they were written
   */
  ContainerReader(Schema readerSchema, ValueTape tape, boolean objectsOnly) {
    this.schemas = new ContainerSchemas(readerSchema);
    this.tape = tape;
    this.objectsOnly = objectsOnly;
  }

  /** Whether the value begins as containers do. */
  static boolean isContainer(ByteSlice value) {
    int start = value.offset();
    return value.length() >= MAGIC.length
        && Arrays.equals(value.array(), start, start + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads the header of a value that {@link #isContainer}.
   *
   * @throws MalformedAvroException as the other methods do, when it can't be read
   */
  void open(ByteSlice value) {
    file.aim(value.array(), value.offset(), value.length());
    file.skip(MAGIC.length);
    schema = null;
    codec = BlockCodec.NULL;
    recordsLeft = 0;
    readMetadata();
    sync = file.skip(SYNC_LENGTH);
    if (schema == null) {
      throw MalformedAvroException.invalid("its header has no schema");
    }
  }

  /** The next record, on the tape; {@link ValueTape#NONE} after the last one. */
  int next() {
    while (recordsLeft == 0) {
      if (file.remaining() == 0) {
        return ValueTape.NONE;
      }
      openBlock();
    }
    block.spend(1);
    int node = Records.read(schema, block, tape, objectsOnly);
    recordsLeft--;
    if (recordsLeft == 0) {
      checkBlockIsDone();
    }
    return node;
  }

  /** Of the container that is open; null before. */
  CompiledSchema schema() {
    return schema;
  }

  /** Lets go of the value. */
  void close() {
    file.release();
    block.release();
    decompressor.release();
    schema = null;
  }

  private void readMetadata() {
    for (long count = file.readBlockCount(); count != 0; count = file.readBlockCount()) {
      for (long i = 0; i < count; i++) {
        int keyLength = file.readLength();
        int key = file.skip(keyLength);
        int length = file.readLength();
        int start = file.skip(length);
        if (isKey(SCHEMA_KEY, key, keyLength)) {
          schema = schemas.find(file.bytes(), start, length);
        } else if (isKey(CODEC_KEY, key, keyLength)) {
          codec = BlockCodec.named(file.bytes(), start, length);
        }
      }
    }
  }

  private boolean isKey(byte[] wanted, int key, int keyLength) {
    return Arrays.equals(file.bytes(), key, key + keyLength, wanted, 0, wanted.length);
  }

  private void openBlock() {
    recordsLeft = file.readLong();
    int length = file.readLength();
    int start = file.skip(length);
    int marker = file.skip(SYNC_LENGTH);
    byte[] bytes = file.bytes();
    if (!Arrays.equals(bytes, marker, marker + SYNC_LENGTH, bytes, sync, sync + SYNC_LENGTH)) {
      throw MalformedAvroException.invalid("a block does not end with the sync marker");
    }
    if (recordsLeft < 0) {
      throw MalformedAvroException.invalid("a block has a negative number of records");
    }
    if (codec == BlockCodec.NULL) {
      block.aim(bytes, start, length);
    } else {
      decompressor.decompress(codec, bytes, start, length);
      block.aim(decompressor.bytes(), 0, decompressor.length());
    }
    if (recordsLeft == 0) {
      checkBlockIsDone();
    }
  }

  private void checkBlockIsDone() {
    if (block.remaining() > 0) {
      throw MalformedAvroException.invalid(
          block.remaining() + " bytes are left in a block after its records");
    }
  }
}
