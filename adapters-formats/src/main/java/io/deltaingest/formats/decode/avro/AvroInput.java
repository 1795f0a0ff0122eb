package io.deltaingest.formats.decode.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over bytes in Avro's binary encoding (Avro specification, "Binary encoding"). Everything
 * that is read lies inside of the bytes it was aimed at, or a {@link MalformedAvroException} is
 * thrown. Reused; not thread-safe.
 */
final class AvroInput {

  /** How deep arrays, maps and records may be nested. */
  static final int MAX_DEPTH = 512;

  private static final int FREE_WORK = 1 << 20;
  private static final int WORK_PER_BYTE = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] NO_BYTES = new byte[0];

  private byte[] bytes = NO_BYTES;
  private int position;
  private int end;
  private int depth;
  private long work;

  /** Reads from those bytes from now on. */
  void aim(byte[] newBytes, int start, int length) {
    bytes = newBytes;
    position = start;
    end = start + length;
    depth = 0;
    work = FREE_WORK + (long) WORK_PER_BYTE * length;
  }

  /** Lets go of the bytes. */
  void release() {
    aim(NO_BYTES, 0, 0);
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  /** Passes over that many bytes and returns where they begin. */
  int skip(long length) {
    if (length < 0 || length > end - position) {
      throw lengthBeyondEnd(length);
    }
    int start = position;
    position += (int) length;
    return start;
  }

  /** The length of text or bytes, all of which are there. */
  int readLength() {
    long length = readLong();
    if (length < 0 || length > end - position) {
      throw lengthBeyondEnd(length);
    }
    return (int) length;
  }

  boolean readBoolean() {
    if (position == end) {
      throw ended();
    }
    byte value = bytes[position++];
    if ((value & 0xFE) != 0) {
      throw MalformedAvroException.invalid("a boolean is neither 0 nor 1");
    }
    return value == 1;
  }

  int readInt() {
    long value = readLong();
    if ((int) value != value) {
      throw MalformedAvroException.invalid("an int has more than 32 bits");
    }
    return (int) value;
  }

  /** Variable-length, zig-zag. */
  long readLong() {
    if (position < end && bytes[position] >= 0) {
      long small = bytes[position++];
      return (small >>> 1) ^ -(small & 1);
    }
    long zigZag = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position == end) {
        throw ended();
      }
      byte next = bytes[position++];
      zigZag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        if (shift == 63 && next > 1) {
          break;
        }
        return (zigZag >>> 1) ^ -(zigZag & 1);
      }
    }
    throw MalformedAvroException.invalid("a number has more than 64 bits");
  }

  float readFloat() {
    return Float.intBitsToFloat((int) INT.get(bytes, skip(Float.BYTES)));
  }

  double readDouble() {
    return Double.longBitsToDouble((long) LONG.get(bytes, skip(Double.BYTES)));
  }

  /**
   * The number of items in the next block of an array or map; 0 after the last one. The size in
   * bytes that a block may have is passed over.
   */
  long readBlockCount() {
    long count = readLong();
    if (count >= 0) {
      return count;
    }
    if (count == Long.MIN_VALUE) {
      throw MalformedAvroException.invalid("a block has more than 2^63 items");
    }
    readLong();
    return -count;
  }

  /**
   * Takes a share of the work that so many bytes may make. Items that need no bytes (nulls, records
   * without fields) would otherwise be had without end.
   */
  void spend(int steps) {
    work -= steps;
    if (work < 0) {
      throw new MalformedAvroException(
          "too-large", "the message has far more values than its bytes account for");
    }
  }

  /** Goes one level deeper; {@link #leave} comes back. */
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new MalformedAvroException(
          "too-deep", "values are nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  void leave() {
    depth--;
  }

  private static MalformedAvroException ended() {
    return MalformedAvroException.invalid("the bytes end inside of a value");
  }

  private MalformedAvroException lengthBeyondEnd(long length) {
    return MalformedAvroException.invalid(
        "a length of " + length + " is beyond the " + remaining() + " bytes that are left");
  }
}
