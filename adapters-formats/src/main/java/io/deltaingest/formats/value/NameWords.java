package io.deltaingest.formats.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Property names in machine words: the first and the last eight bytes of a name, which overlap or
 * meet in names of up to 16 bytes and so are the whole name, and a hash made of words.
 *
 * <p>The hash is seeded once per process, so that nobody can prepare a message whose names all
 * collide.
 */
final class NameWords {

  /** Names up to here are equal when length, first and last word are. */
  static final int EXACT_LENGTH = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = new SecureRandom().nextLong();
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private NameWords() {}

  /** The first eight bytes; zeros follow where there are fewer. */
  static long first(byte[] bytes, int start, int length) {
    if (length >= 8) {
      return (long) LONG.get(bytes, start);
    }
    if (start + 8 <= bytes.length) {
      return (long) LONG.get(bytes, start) & ((1L << (8 * length)) - 1);
    }
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = (word << 8) | (bytes[start + i] & 0xFF);
    }
    return word;
  }

  /** The last eight bytes; zero where there are fewer. */
  static long last(byte[] bytes, int start, int length) {
    return length < 8 ? 0 : (long) LONG.get(bytes, start + length - 8);
  }

  static int hash(byte[] bytes, int start, int length) {
    long hash = mix(SEED + length, first(bytes, start, length));
    if (length > 8) {
      for (int i = 8; i + 8 < length; i += 8) {
        hash = mix(hash, (long) LONG.get(bytes, start + i));
      }
      hash = mix(hash, last(bytes, start, length));
    }
    return (int) (hash ^ (hash >>> 32));
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * FACTOR;
    return mixed ^ (mixed >>> 29);
  }
}
