package io.deltaingest.formats.decode.compression;

import java.util.Arrays;

/**
 * What came out of a value so far, bounded, and why nothing more did. Reused for value after value;
 * not thread-safe.
 */
final class DecompressedBytes {

  private static final int INITIAL_SIZE = 8 << 10;

  /** What a value may leave behind for the next one; an unusual one gives its memory back. */
  private static final int RETAINED_SIZE = 1 << 20;

  private byte[] bytes = new byte[INITIAL_SIZE];
  private int length;
  private int limit;
  private boolean tooLarge;
  private String refusal;

  /** Empties the buffer for a value that may become that large. */
  void begin(int newLimit) {
    length = 0;
    limit = newLimit;
    tooLarge = false;
    refusal = null;
  }

  /** Gives back what is more than an ordinary value needs. */
  void end() {
    if (bytes.length > RETAINED_SIZE) {
      bytes = new byte[INITIAL_SIZE];
    }
  }

  /** Replaced when the buffer grows, so never kept. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  int limit() {
    return limit;
  }

  /** How many bytes can be written from {@link #length()} on; one over the limit, to tell by. */
  int room() {
    return (int) Math.min(bytes.length, limit + 1L) - length;
  }

  /** Makes room for {@code more} bytes, or answers false since the value becomes too large. */
  boolean reserve(long more) {
    if (more > limit - length) {
      tooLarge = true;
      return false;
    }
    if (more > bytes.length - length) {
      grow(Math.max(length + more, 2L * bytes.length));
    }
    return true;
  }

  /** Makes more room than there is, or answers false since the value becomes too large. */
  boolean enlarge() {
    if (bytes.length > limit) {
      tooLarge = true;
      return false;
    }
    grow(2L * bytes.length);
    return true;
  }

  private void grow(long wanted) {
    bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, limit + 1L));
  }

  /** Counts bytes that were written behind the others; false where they are too many. */
  boolean advance(int count) {
    length += count;
    tooLarge = length > limit;
    return !tooLarge;
  }

  /** Notes what is wrong with the compressed bytes. */
  boolean refuse(String reason) {
    refusal = reason;
    return false;
  }

  /** Whether it ended because the value becomes too large. */
  boolean isTooLarge() {
    return tooLarge;
  }

  /** What is wrong with the compressed bytes, as a part of a sentence. */
  String refusal() {
    return refusal;
  }
}
