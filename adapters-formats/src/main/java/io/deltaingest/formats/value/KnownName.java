package io.deltaingest.formats.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A name that a member had in a JSON text, and the one that came after it then. Messages of a topic
 * repeat themselves, so that a name is better guessed and compared, in words, than read. Belongs to
 * one {@link KnownNames}; not thread-safe.
 */
public final class KnownName {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int number;
  private final int hash;

  /** With the closing quote, so that no longer name is taken for it. */
  private final byte[] quoted;

  private final long firstWord;
  private final long firstMask;
  private final long lastWord;
  private KnownName follower;

  KnownName(int number, int hash, byte[] name) {
    this.number = number;
    this.hash = hash;
    quoted = Arrays.copyOf(name, name.length + 1);
    quoted[name.length] = '"';
    firstWord = NameWords.first(quoted, 0, quoted.length);
    firstMask = quoted.length < Long.BYTES ? (1L << (8 * quoted.length)) - 1 : -1;
    lastWord = NameWords.last(quoted, 0, quoted.length);
  }

  /** The one of the names that stands for it, from 0 on. */
  public int number() {
    return number;
  }

  int hash() {
    return hash;
  }

  /** In bytes. */
  public int length() {
    return quoted.length - 1;
  }

  /** The name that came after this one the last time; null where there was none. */
  public KnownName follower() {
    return follower;
  }

  /** Notes what came after this one. */
  public void followedBy(KnownName newFollower) {
    follower = newFollower;
  }

  /** Whether the name and a closing quote are there. */
  public boolean isAt(byte[] bytes, int position, int limit) {
    int length = quoted.length;
    if (position + Math.max(length, Long.BYTES) > limit) {
      return length <= limit - position && equalsBytes(bytes, position);
    }
    if (((long) LONG.get(bytes, position) & firstMask) != firstWord) {
      return false;
    }
    return length <= Long.BYTES
        || (length <= NameWords.EXACT_LENGTH
            ? (long) LONG.get(bytes, position + length - Long.BYTES) == lastWord
            : equalsBytes(bytes, position));
  }

  boolean isName(byte[] bytes, int start, int length) {
    return length == length() && Arrays.equals(bytes, start, start + length, quoted, 0, length);
  }

  private boolean equalsBytes(byte[] bytes, int position) {
    return Arrays.equals(bytes, position, position + quoted.length, quoted, 0, quoted.length);
  }
}
