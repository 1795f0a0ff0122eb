package io.deltaingest.formats.decode.avro;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xerial.snappy.Snappy;

/**
 * Decompresses one block after the other into an array of its own, which grows with what comes out,
 * never with what a block says of itself. Reused; not thread-safe.
 */
final class BlockDecompressor {

  /** More than this is not taken out of one block. */
  static final int MAX_LENGTH = 64 << 20;

  private static final int RETAINED_LENGTH = 1 << 20;
  private static final int FIRST_LENGTH = 1 << 14;
  private static final int CHECKSUM_LENGTH = 4;

  /** Snappy's longest copy is 64 bytes and takes two or three. */
  private static final int SNAPPY_RATIO = 64;

  private final CRC32 checksum = new CRC32();
  private Inflater inflater;
  private byte[] bytes = new byte[0];
  private int length;

  /** What came out of the block read last, up to {@link #length()}. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Gives back the memory of an unusually large block. */
  void release() {
    if (bytes.length > RETAINED_LENGTH) {
      bytes = new byte[0];
    }
    length = 0;
  }

  void decompress(BlockCodec codec, byte[] source, int start, int count) {
    length = 0;
    try {
      switch (codec) {
        case DEFLATE -> inflate(source, start, count);
        case SNAPPY -> unsnap(source, start, count);
        case ZSTANDARD -> unzstd(source, start, count);
        default -> throw new IllegalArgumentException(codec + " compresses nothing");
      }
    } catch (DataFormatException | IOException e) {
      throw MalformedAvroException.invalid(
          "a block can't be decompressed (" + codec + "): " + e.getMessage());
    }
  }

  private void inflate(byte[] source, int start, int count) throws DataFormatException {
    if (inflater == null) {
      inflater = new Inflater(true);
    }
    inflater.reset();
    inflater.setInput(source, start, count);
    while (!inflater.finished()) {
      makeRoom();
      int more = inflater.inflate(bytes, length, bytes.length - length);
      if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
        throw new DataFormatException("it ends too early");
      }
      length += more;
    }
  }

  private void unsnap(byte[] source, int start, int count) throws IOException {
    int compressed = count - CHECKSUM_LENGTH;
    if (compressed <= 0) {
      throw new IOException("it ends too early");
    }
    long promised = Snappy.uncompressedLength(source, start, compressed);
    if (promised > (long) SNAPPY_RATIO * compressed) {
      throw new IOException("it can't hold the " + promised + " bytes that it promises");
    }
    if (promised > MAX_LENGTH) {
      throw tooLarge();
    }
    if (bytes.length < promised) {
      bytes = new byte[(int) promised];
    }
    length = Snappy.uncompress(source, start, compressed, bytes, 0);
    checksum.reset();
    checksum.update(bytes, 0, length);
    int expected = 0;
    for (int i = 0; i < CHECKSUM_LENGTH; i++) {
      expected = expected << 8 | (source[start + compressed + i] & 0xFF);
    }
    if ((int) checksum.getValue() != expected) {
      throw new IOException("its checksum is another one");
    }
  }

  private void unzstd(byte[] source, int start, int count) throws IOException {
    try (ZstdInputStreamNoFinalizer in =
        new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(source, start, count))) {
      int more = 0;
      while (more >= 0) {
        length += more;
        makeRoom();
        more = in.read(bytes, length, bytes.length - length);
      }
    }
  }

  private void makeRoom() {
    if (length == bytes.length) {
      if (length >= MAX_LENGTH) {
        throw tooLarge();
      }
      bytes = Arrays.copyOf(bytes, Math.max(FIRST_LENGTH, Math.min(length * 2, MAX_LENGTH)));
    }
  }

  private static MalformedAvroException tooLarge() {
    return new MalformedAvroException(
        "too-large", "a block decompresses to more than " + MAX_LENGTH + " bytes");
  }
}
