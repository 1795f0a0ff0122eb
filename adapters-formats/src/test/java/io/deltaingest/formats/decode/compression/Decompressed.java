package io.deltaingest.formats.decode.compression;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.ValueTape;

/** What a format's decoder is given of compressed values. */
final class Decompressed {

  private static final int MEBIBYTE = 1 << 20;

  private final MessageDecoder decoder;
  private byte[] seen;
  private Rejection rejection;

  Decompressed(Compression compression) {
    this(compression, new OutputBounds(64 * MEBIBYTE, 1000, MEBIBYTE));
  }

  Decompressed(Compression compression, OutputBounds bounds) {
    decoder = CompressedValues.around(compression, tape -> new Seeing(), bounds).create(null);
  }

  /** The value as the format's decoder saw it; null where it was rejected. */
  byte[] of(byte[] value) {
    // Bytes around it, as in a record batch.
    byte[] padded = new byte[value.length + 20];
    System.arraycopy(value, 0, padded, 9, value.length);
    ByteSlice slice = new ByteSlice();
    slice.aim(padded, 9, value.length);
    seen = null;
    decoder.begin(slice);
    int node = decoder.next();
    if (node == MessageDecoder.FAILED) {
      rejection = decoder.rejection();
    }
    decoder.end();
    return seen;
  }

  /** Why the value was rejected. */
  Rejection rejection(byte[] value) {
    if (of(value) != null) {
      throw new AssertionError("it was accepted");
    }
    return rejection;
  }

  private final class Seeing implements MessageDecoder {
    @Override
    public void begin(ByteSlice value) {
      seen = value.copy();
    }

    @Override
    public int next() {
      return ValueTape.NONE;
    }

    @Override
    public Rejection rejection() {
      throw new AssertionError("nothing was rejected here");
    }

    @Override
    public void end() {}
  }
}
