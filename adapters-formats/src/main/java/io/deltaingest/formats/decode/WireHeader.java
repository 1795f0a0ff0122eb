package io.deltaingest.formats.decode;

import io.deltaingest.domain.port.ByteSlice;

/**
 * What Confluent's serializers put in front of each value: a zero byte and the schema's id, four
 * bytes, big-endian.
 */
public final class WireHeader {

  /** In bytes. */
  public static final int LENGTH = 5;

  private WireHeader() {}

  /**
   * Checks that the value has the header.
   *
   * @return whether it has; else {@code failure} says what is there instead
   */
  public static boolean check(ByteSlice value, DecodeFailure failure) {
    if (value.length() == 0) {
      failure.fail("empty", "The message's value has no bytes");
      return false;
    }
    if (value.array()[value.offset()] != 0) {
      failure.fail(
          "no-schema-id",
          "The message does not begin with a zero byte and a schema id, as those of a registry do");
      return false;
    }
    if (value.length() < LENGTH) {
      failure.fail("no-schema-id", "The message ends inside of its schema id");
      return false;
    }
    return true;
  }

  /** The schema's id in a value that has the header. */
  public static int schemaId(ByteSlice value) {
    byte[] bytes = value.array();
    int start = value.offset() + 1;
    return bytes[start] << 24
        | (bytes[start + 1] & 0xFF) << 16
        | (bytes[start + 2] & 0xFF) << 8
        | (bytes[start + 3] & 0xFF);
  }
}
