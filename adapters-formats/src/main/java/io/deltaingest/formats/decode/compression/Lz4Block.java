package io.deltaingest.formats.decode.compression;

/**
 * LZ4's block format (lz4_Block_format.md of its repository). Written for Java's own bounds and for
 * blocks that go on from the ones before, which the library's decompressors can't read.
 */
final class Lz4Block {

  private static final int SHORTEST_MATCH = 4;
  private static final int LONG = 15;

  private Lz4Block() {}

  /**
   * Appends a block's content.
   *
   * @param window the first position of {@code into} that matches may be copied from
   * @param largest most bytes that the content may have
   */
  static boolean decompress(
      byte[] bytes, int start, int end, DecompressedBytes into, int window, int largest) {
    int in = start;
    int written = 0;
    while (in < end) {
      int token = bytes[in++] & 0xFF;
      long literals = token >> 4;
      if (literals == LONG) {
        int next;
        do {
          if (in == end) {
            return damaged(into);
          }
          next = bytes[in++] & 0xFF;
          literals += next;
        } while (next == 255);
      }
      if (literals > end - in || literals > largest - written) {
        return damaged(into);
      }
      int count = (int) literals;
      if (!into.reserve(count)) {
        return false;
      }
      System.arraycopy(bytes, in, into.array(), into.length(), count);
      in += count;
      written += count;
      if (!into.advance(count)) {
        return false;
      }
      if (in == end) {
        return true;
      }
      if (end - in < 2) {
        return damaged(into);
      }
      int offset = LittleEndian.uint16(bytes, in);
      in += 2;
      long match = token & LONG;
      if (match == LONG) {
        int next;
        do {
          if (in == end) {
            return damaged(into);
          }
          next = bytes[in++] & 0xFF;
          match += next;
        } while (next == 255);
      }
      match += SHORTEST_MATCH;
      if (offset == 0 || offset > into.length() - window || match > largest - written) {
        return damaged(into);
      }
      count = (int) match;
      if (!into.reserve(count)) {
        return false;
      }
      copyMatch(into.array(), into.length(), offset, count);
      written += count;
      if (!into.advance(count)) {
        return false;
      }
    }
    return damaged(into);
  }

  /** Copies from {@code offset} bytes back; what is written may be what is read later on. */
  private static void copyMatch(byte[] array, int to, int offset, int count) {
    if (offset >= count) {
      System.arraycopy(array, to - offset, array, to, count);
      return;
    }
    // The pattern so far is copied, and is twice as long each time.
    int copied = 0;
    int from = to - offset;
    while (copied < count) {
      int part = Math.min(to + copied - from, count - copied);
      System.arraycopy(array, from, array, to + copied, part);
      copied += part;
    }
  }

  private static boolean damaged(DecompressedBytes into) {
    return into.refuse("a block is damaged");
  }
}
