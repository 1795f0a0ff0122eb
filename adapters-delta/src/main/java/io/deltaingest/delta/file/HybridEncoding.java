package io.deltaingest.delta.file;

/**
 * Parquet's hybrid of run-length and bit-packed numbers (parquet-format, "Run Length Encoding /
 * Bit-Packing Hybrid"), for levels and dictionary ids. Eight equal numbers from a group's start on
 * make a run; groups of eight in between are bit-packed.
 */
final class HybridEncoding {

  private static final int GROUP = 8;

  private HybridEncoding() {}

  /** Bits that hold numbers up to {@code max}. */
  static int bitWidth(int max) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(max);
  }

  /** {@code count} times the same number. */
  static void encodeRun(int value, int count, int bitWidth, ByteSink out) {
    out.putVarInt(count << 1);
    for (int bits = 0; bits < bitWidth; bits += 8) {
      out.putByte(value >>> bits);
    }
  }

  /** The first {@code count} of the numbers. */
  static void encode(int[] values, int count, int bitWidth, ByteSink out) {
    int packedFrom = 0;
    int at = 0;
    while (at < count) {
      int value = values[at];
      int end = at + 1;
      while (end < count && values[end] == value) {
        end++;
      }
      if (end - at >= GROUP) {
        pack(values, packedFrom, at, bitWidth, out);
        encodeRun(value, end - at, bitWidth, out);
        at = end;
        packedFrom = end;
      } else {
        at += GROUP;
      }
    }
    pack(values, packedFrom, count, bitWidth, out);
  }

  /** The same for numbers of one byte. */
  static void encode(byte[] values, int count, int bitWidth, ByteSink out) {
    int packedFrom = 0;
    int at = 0;
    while (at < count) {
      byte value = values[at];
      int end = at + 1;
      while (end < count && values[end] == value) {
        end++;
      }
      if (end - at >= GROUP) {
        pack(values, packedFrom, at, bitWidth, out);
        encodeRun(value, end - at, bitWidth, out);
        at = end;
        packedFrom = end;
      } else {
        at += GROUP;
      }
    }
    pack(values, packedFrom, count, bitWidth, out);
  }

  private static void pack(int[] values, int from, int to, int bitWidth, ByteSink out) {
    if (from >= to) {
      return;
    }
    int groups = (to - from + GROUP - 1) / GROUP;
    out.putVarInt((groups << 1) | 1);
    out.ensure(groups * bitWidth);
    long buffer = 0;
    int bits = 0;
    for (int i = from; i < to; i++) {
      buffer |= (long) values[i] << bits;
      bits += bitWidth;
      if (bits >= Integer.SIZE) {
        out.putIntUnchecked((int) buffer);
        buffer >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
    }
    for (; bits >= Byte.SIZE; bits -= Byte.SIZE) {
      out.putByte((int) buffer);
      buffer >>>= Byte.SIZE;
    }
    padGroup(to - from, groups, bitWidth, buffer, bits, out);
  }

  private static void pack(byte[] values, int from, int to, int bitWidth, ByteSink out) {
    if (from >= to) {
      return;
    }
    int groups = (to - from + GROUP - 1) / GROUP;
    out.putVarInt((groups << 1) | 1);
    out.ensure(groups * bitWidth);
    int buffer = 0;
    int bits = 0;
    for (int i = from; i < to; i++) {
      buffer |= values[i] << bits;
      bits += bitWidth;
      while (bits >= 8) {
        out.putByte(buffer);
        buffer >>>= 8;
        bits -= 8;
      }
    }
    padGroup(to - from, groups, bitWidth, buffer, bits, out);
  }

  /** Writes what is left of the last group, and zeros up to its end. */
  private static void padGroup(
      int values, int groups, int bitWidth, long buffer, int bits, ByteSink out) {
    int written = values * bitWidth / 8;
    int wanted = groups * bitWidth;
    if (bits > 0) {
      out.putByte((int) buffer);
      written++;
    }
    while (written < wanted) {
      out.putByte(0);
      written++;
    }
  }
}
