package io.deltaingest.delta.file;

import java.util.Arrays;

/**
 * Definition or repetition levels of one page. While all are the same, which is the common case,
 * they are only counted.
 */
final class LevelBuffer {

  private static final byte[] NONE = new byte[0];
  private static final int LARGEST_KEPT = 1 << 20;

  private final int bitWidth;
  private byte[] levels = NONE;
  private int count;
  private byte uniform;
  private boolean mixed;

  LevelBuffer(int maxLevel) {
    bitWidth = HybridEncoding.bitWidth(maxLevel);
  }

  int count() {
    return count;
  }

  long heapBytes() {
    return levels.length;
  }

  void clear() {
    count = 0;
    mixed = false;
    if (levels.length > LARGEST_KEPT) {
      levels = NONE;
    }
  }

  /** Adds {@code times} the same level. */
  void addRun(int level, int times) {
    if (times == 0) {
      return;
    }
    if (!mixed && (count == 0 || uniform == level)) {
      uniform = (byte) level;
      count += times;
      return;
    }
    spell(times);
    Arrays.fill(levels, count, count + times, (byte) level);
    count += times;
  }

  /** Adds the first {@code length} levels. */
  void add(byte[] source, int length) {
    spell(length);
    System.arraycopy(source, 0, levels, count, length);
    count += length;
  }

  /** The levels as a data page of version 1 has them: length, then the hybrid encoding. */
  void encode(ByteSink out) {
    int lengthAt = out.size();
    out.putInt(0);
    if (mixed) {
      HybridEncoding.encode(levels, count, bitWidth, out);
    } else {
      HybridEncoding.encodeRun(uniform, count, bitWidth, out);
    }
    out.setInt(lengthAt, out.size() - lengthAt - 4);
  }

  /** Goes over from counting to keeping, with room for more. */
  private void spell(int more) {
    int needed = count + more;
    if (needed > levels.length) {
      levels = Arrays.copyOf(levels, Math.max(needed, 2 * levels.length));
    }
    if (!mixed) {
      Arrays.fill(levels, 0, count, uniform);
      mixed = true;
    }
  }
}
