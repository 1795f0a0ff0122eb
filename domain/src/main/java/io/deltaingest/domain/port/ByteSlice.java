package io.deltaingest.domain.port;

import java.util.Arrays;

/**
 * A view of some bytes of an array. A flyweight: whoever hands it out re-aims it at the next value,
 * so a reader copies what it keeps. The bytes are read-only for the reader.
 */
public final class ByteSlice {

  private byte[] array = new byte[0];
  private int offset;
  private int length;

  /** A slice of a whole array. */
  public static ByteSlice of(byte[] array) {
    ByteSlice slice = new ByteSlice();
    slice.aim(array, 0, array.length);
    return slice;
  }

  /** Points this slice at other bytes. */
  public void aim(byte[] newArray, int newOffset, int newLength) {
    array = newArray;
    offset = newOffset;
    length = newLength;
  }

  public byte[] array() {
    return array;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public byte[] copy() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }
}
