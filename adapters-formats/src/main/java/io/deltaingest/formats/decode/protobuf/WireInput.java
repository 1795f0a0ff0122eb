package io.deltaingest.formats.decode.protobuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over bytes in Protobuf's wire format (Protocol Buffers documentation, "Encoding").
 * Everything that is read lies inside of the range it was aimed at, or a {@link
 * MalformedProtobufException} is thrown. Reused; not thread-safe.
 */
final class WireInput {

  static final int VARINT = 0;
  static final int I64 = 1;
  static final int LEN = 2;
  static final int START_GROUP = 3;
  static final int END_GROUP = 4;
  static final int I32 = 5;

  /** How deep messages may be nested, as in Protobuf's own libraries. */
  static final int MAX_DEPTH = 100;

  private static final int FREE_WORK = 1 << 18;
  private static final int WORK_PER_BYTE = 16;

  /** A value takes 40 bytes of heap on a tape, of which all may take a tenth. */
  private static final long MOST_WORK = Math.max(FREE_WORK, Runtime.getRuntime().maxMemory() / 400);

  private static final int TAG_TYPE_BITS = 3;
  private static final int TAG_TYPE_MASK = 7;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NO_BYTES = new byte[0];

  private byte[] bytes = NO_BYTES;
  private int position;
  private int end;
  private long work;

  /** Reads from those bytes from now on. */
  void aim(byte[] newBytes, int start, int length) {
    bytes = newBytes;
    position = start;
    end = start + length;
    work = Math.min(MOST_WORK, FREE_WORK + (long) WORK_PER_BYTE * length);
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

  int end() {
    return end;
  }

  /** Goes on in another range of the same bytes. */
  void moveTo(int newPosition, int newEnd) {
    position = newPosition;
    end = newEnd;
  }

  boolean isAtEnd() {
    return position == end;
  }

  /**
   * A field's number and wire type, for {@link #number} and {@link #type}. Of this number and of
   * lengths, bits beyond 32 are cut, as in Protobuf's own libraries.
   */
  int readTag() {
    int tag = (int) readVarint();
    if (number(tag) == 0) {
      throw MalformedProtobufException.invalid("a field has the number 0");
    }
    return tag;
  }

  static int number(int tag) {
    return tag >>> TAG_TYPE_BITS;
  }

  static int type(int tag) {
    return tag & TAG_TYPE_MASK;
  }

  long readVarint() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position == end) {
        throw ended();
      }
      byte next = bytes[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw MalformedProtobufException.invalid("a number has more than 10 bytes");
  }

  int readFixed32() {
    return (int) INT.get(bytes, skip(Integer.BYTES));
  }

  long readFixed64() {
    return (long) LONG.get(bytes, skip(Long.BYTES));
  }

  /** The length of what follows, all of which is there. */
  int readLength() {
    int length = (int) readVarint();
    if (length < 0 || length > end - position) {
      throw MalformedProtobufException.invalid(
          "a length of "
              + Integer.toUnsignedString(length)
              + " is beyond the "
              + (end - position)
              + " bytes that are left");
    }
    return length;
  }

  /** Passes over that many bytes and returns where they begin. */
  int skip(int length) {
    if (length > end - position) {
      throw ended();
    }
    int start = position;
    position += length;
    return start;
  }

  /** Passes over the value of a field whose tag was read. */
  void skipValue(int tag, int depth) {
    switch (type(tag)) {
      case VARINT -> readVarint();
      case I64 -> skip(Long.BYTES);
      case LEN -> skip(readLength());
      case START_GROUP -> skipGroup(number(tag), depth + 1);
      case I32 -> skip(Integer.BYTES);
      case END_GROUP -> throw MalformedProtobufException.invalid("a group ends that never began");
      default -> throw MalformedProtobufException.invalid("there is no wire type " + type(tag));
    }
  }

  /**
   * Passes over a group whose first tag was read, and its last tag too.
   *
   * @return where its content ends
   */
  int skipGroup(int number, int depth) {
    checkDepth(depth);
    while (true) {
      int contentEnd = position;
      int tag = readTag();
      if (type(tag) == END_GROUP) {
        if (number(tag) != number) {
          throw MalformedProtobufException.invalid("a group ends inside of another one");
        }
        return contentEnd;
      }
      skipValue(tag, depth);
    }
  }

  static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedProtobufException(
          "too-deep", "messages are nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  /**
   * Takes a share of the values that so many bytes may make beside those that are in them: messages
   * without bytes can have as many as their type has fields.
   */
  void spend(int steps) {
    work -= steps;
    if (work < 0) {
      throw new MalformedProtobufException(
          "too-large", "the message has far more values than its bytes account for");
    }
  }

  private static MalformedProtobufException ended() {
    return MalformedProtobufException.invalid("the bytes end inside of a value");
  }
}
