package io.deltaingest.delta.file;

import java.io.IOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/** Snappy, with a buffer that is used again unless it is huge. One for each encoder thread. */
final class PageCompressor {

  private static final int LARGEST_KEPT = 4 << 20;

  private byte[] buffer = new byte[0];

  /** The compressed bytes, in an array of just their size that the caller owns. */
  byte[] compress(byte[] source, int length) throws IOException {
    int bound = Snappy.maxCompressedLength(length);
    byte[] target = buffer.length < bound ? new byte[bound] : buffer;
    if (bound <= LARGEST_KEPT) {
      buffer = target;
    }
    int size = Snappy.compress(source, 0, length, target, 0);
    return Arrays.copyOf(target, size);
  }
}
