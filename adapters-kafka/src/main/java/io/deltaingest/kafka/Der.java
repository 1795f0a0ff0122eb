package io.deltaingest.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The little of ASN.1's distinguished encoding (X.690) that turning keys around takes. */
final class Der {

  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_ID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int CONTEXT_0 = 0xa0;

  private Der() {}

  /** An element: tag, length, the contents one after the other. */
  static byte[] element(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length < 0x80) {
      element.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      element.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        element.write(length >>> (8 * i));
      }
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }

  /**
   * The content of the first element with that tag among those that follow one another; null if
   * there is none.
   *
   * @throws IllegalArgumentException when the bytes are no such elements
   */
  static byte[] find(int tag, byte[] elements) {
    ByteBuffer in = ByteBuffer.wrap(elements);
    try {
      while (in.hasRemaining()) {
        int found = in.get() & 0xff;
        byte[] content = new byte[length(in)];
        in.get(content);
        if (found == tag) {
          return content;
        }
      }
      return null;
    } catch (java.nio.BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("not encoded as ASN.1", e);
    }
  }

  private static int length(ByteBuffer in) {
    int first = in.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = first & 0x7f; i > 0; i--) {
      length = (length << 8) | (in.get() & 0xff);
    }
    if (length > in.remaining()) {
      throw new IllegalArgumentException("not encoded as ASN.1");
    }
    return length;
  }
}
