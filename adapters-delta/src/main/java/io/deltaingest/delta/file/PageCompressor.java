package io.deltaingest.delta.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.xerial.snappy.Snappy;

/**
 * Snappy, with a buffer that is used again. One for each encoder thread.
 *
 * <p>A huge page is compressed piece by piece. Snappy's format is the length of the whole, and then
 * copies and literals that refer back by distance; the elements of pieces that were compressed
 * apart make up a valid whole when they follow each other.
 */
final class PageCompressor {

  /** A multiple of the 64 KiB that Snappy looks at at a time, so that pieces cost nothing. */
  private static final int PIECE = 1 << 20;

  private byte[] buffer = new byte[0];

  /** The outcome: the buffer, or an array of its own for a huge page. */
  private byte[] compressed = buffer;

  private int size;

  /** Bytes that the last page came to. */
  int size() {
    return size;
  }

  /** The last page's bytes, valid until the next one. */
  BytesInput view() {
    return BytesInput.from(compressed, 0, size);
  }

  /** The last page's bytes, {@link #size} of them, in an array that is the caller's. */
  byte[] take(PageBuffers pages) {
    byte[] taken = compressed;
    if (taken == buffer) {
      taken = pages.take(size);
      System.arraycopy(buffer, 0, taken, 0, size);
    }
    compressed = buffer;
    return taken;
  }

  void compress(ByteSink page) throws IOException {
    size = compress(page.array(), 0, page.size());
    compressed = buffer;
  }

  /**
   * Compresses both, one after the other.
   *
   * @param head may come to hold all of the page
   * @param values cleared when they are compressed; those of a huge page before its bytes are put
   *     together, which are in one array, since Parquet's writer would copy them there otherwise,
   *     and keep the copy
   */
  void compress(ByteSink head, ByteSink values) throws IOException {
    if (values.size() < HugePages.LEAST_BYTES) {
      head.putBytes(values.array(), 0, values.size());
      values.clear();
      compress(head);
      return;
    }
    ByteSink length = new ByteSink();
    length.putVarInt(Math.addExact(head.size(), values.size()));
    List<byte[]> pieces = new ArrayList<>();
    pieces.add(Arrays.copyOf(length.array(), length.size()));
    addPieces(head, pieces);
    addPieces(values, pieces);
    values.clear();
    compressed = joined(pieces);
    size = compressed.length;
  }

  private void addPieces(ByteSink source, List<byte[]> pieces) throws IOException {
    for (int from = 0; from < source.size(); from += PIECE) {
      int end = compress(source.array(), from, Math.min(PIECE, source.size() - from));
      pieces.add(Arrays.copyOfRange(buffer, afterLength(), end));
    }
  }

  private static byte[] joined(List<byte[]> pieces) {
    int length = 0;
    for (byte[] piece : pieces) {
      length = Math.addExact(length, piece.length);
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }

  /** Where the piece's own length, a varint, has ended. */
  private int afterLength() {
    int at = 0;
    while (buffer[at] < 0) {
      at++;
    }
    return at + 1;
  }

  private int compress(byte[] source, int from, int length) throws IOException {
    int bound = Snappy.maxCompressedLength(length);
    if (buffer.length < bound) {
      buffer = new byte[bound];
    }
    return Snappy.compress(source, from, length, buffer, 0);
  }
}
