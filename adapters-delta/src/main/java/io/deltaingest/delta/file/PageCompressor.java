package io.deltaingest.delta.file;

import java.io.IOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/** Snappy, with a buffer that is used again. One for each encoder thread. */
final class PageCompressor {

  private byte[] buffer = new byte[0];

  /** The compressed bytes, in an array of just their size that the caller owns. */
  byte[] compress(byte[] source, int length) throws IOException {
    int bound = Snappy.maxCompressedLength(length);
    if (bound > buffer.length) {
      buffer = new byte[bound];
    }
    int size = Snappy.compress(source, 0, length, buffer, 0);
    return Arrays.copyOf(buffer, size);
  }
}
