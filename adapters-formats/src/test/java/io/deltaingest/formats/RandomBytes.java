package io.deltaingest.formats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Byte strings that are no message, or were one. */
final class RandomBytes {

  private static final String JSON_BYTES = "{}[]\":,.-+eE0123456789tfnu\\ \n\t\u0000";

  private RandomBytes() {}

  /** Bytes of any kind, or of those that JSON is made of; there may be none. */
  static byte[] any(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) JSON_BYTES.charAt(random.nextInt(JSON_BYTES.length()));
      }
    }
    return bytes;
  }

  /** JSON of which bytes were changed, cut off, repeated or left out. */
  static byte[] mutated(Random random) {
    byte[] bytes =
        new RandomJson(random.nextLong(), true).object().getBytes(StandardCharsets.UTF_8);
    for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + random.nextInt(10));
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> changed(bytes, from, random);
            case 1 -> Arrays.copyOf(bytes, from);
            case 2 ->
                joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
            default ->
                joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
          };
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, int at, Random random) {
    bytes[at] =
        random.nextBoolean()
            ? (byte) random.nextInt(256)
            : (byte) JSON_BYTES.charAt(random.nextInt(JSON_BYTES.length()));
    return bytes;
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] whole = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return whole;
  }
}
