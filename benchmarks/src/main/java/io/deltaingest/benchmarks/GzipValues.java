package io.deltaingest.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Values compressed by gzip, each by itself, at the level that is usual (RFC 1952). Not
 * thread-safe; keeps one compressor until the end of the process.
 */
final class GzipValues implements LongFunction<byte[]> {

  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0};
  private static final int TRAILER_LENGTH = 8;

  /** More than values that do not compress at all may need. */
  private static final int MOST_GROWTH = 64;

  private final LongFunction<byte[]> plain;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final CRC32 checksum = new CRC32();
  private byte[] buffer = new byte[0];

  GzipValues(LongFunction<byte[]> plain) {
    this.plain = plain;
  }

  @Override
  public byte[] apply(long sequence) {
    byte[] value = plain.apply(sequence);
    int needed = value.length + MOST_GROWTH;
    if (buffer.length < needed) {
      buffer = Arrays.copyOf(HEADER, 2 * needed);
    }
    deflater.reset();
    deflater.setInput(value);
    deflater.finish();
    int end =
        HEADER.length
            + deflater.deflate(buffer, HEADER.length, needed - HEADER.length - TRAILER_LENGTH);
    if (!deflater.finished()) {
      throw new IllegalStateException("A value has grown by more than is allowed for");
    }
    checksum.reset();
    checksum.update(value);
    ByteBuffer.wrap(buffer)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(end, (int) checksum.getValue())
        .putInt(end + 4, value.length);
    return Arrays.copyOf(buffer, end + TRAILER_LENGTH);
  }
}
