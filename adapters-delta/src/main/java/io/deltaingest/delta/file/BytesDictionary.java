package io.deltaingest.delta.file;

import java.util.Arrays;

/**
 * Distinct byte strings of a column chunk, numbered as they come; kept in the form of the
 * dictionary page.
 */
final class BytesDictionary {

  private static final int FIRST_SLOTS = 8;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final ByteSink page = new ByteSink();
  private int[] starts = new int[FIRST_SLOTS / 2];
  private int[] hashes = new int[FIRST_SLOTS / 2];
  private int[] slots = new int[FIRST_SLOTS];
  private int size;

  /** What was asked for last: the same values often follow each other. */
  private int latest;

  int size() {
    return size;
  }

  /** The entries as PLAIN values. */
  ByteSink page() {
    return page;
  }

  long heapBytes() {
    return page.heapBytes() + 4L * (starts.length + hashes.length + slots.length);
  }

  /** The number of that string, or the bitwise complement of the number that it was just given. */
  int idOf(byte[] source, int offset, int length) {
    if (size > 0 && isEntry(latest, source, offset, length)) {
      return latest;
    }
    int hash = hash(source, offset, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (hashes[id] == hash && isEntry(id, source, offset, length)) {
        latest = id;
        return id;
      }
      slot = (slot + 1) & mask;
    }
    add(source, offset, length, hash, slot);
    latest = size - 1;
    return ~latest;
  }

  /** Appends the entry to a sink as a PLAIN value. */
  void copyTo(int id, ByteSink out) {
    int start = starts[id];
    int length = Integer.BYTES + ByteSink.readInt(page.array(), start);
    out.putBytes(page.array(), start, length);
  }

  private void add(byte[] source, int offset, int length, int hash, int slot) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    starts[size] = page.size();
    hashes[size] = hash;
    page.putInt(length);
    page.putBytes(source, offset, length);
    slots[slot] = ++size;
    if (2 * size > slots.length) {
      rehash();
    }
  }

  private void rehash() {
    int[] wider = new int[2 * slots.length];
    int mask = wider.length - 1;
    for (int id = 0; id < size; id++) {
      int slot = hashes[id] & mask;
      while (wider[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      wider[slot] = id + 1;
    }
    slots = wider;
  }

  private boolean isEntry(int id, byte[] source, int offset, int length) {
    int start = starts[id];
    byte[] entries = page.array();
    if (ByteSink.readInt(entries, start) != length) {
      return false;
    }
    return ByteSink.areEqual(entries, start + Integer.BYTES, source, offset, length);
  }

  private static int hash(byte[] source, int offset, int length) {
    long hash = length;
    int last = offset + length - Long.BYTES;
    for (int at = offset; at < last; at += Long.BYTES) {
      hash = mixed(hash, ByteSink.readLong(source, at));
    }
    // The last word overlaps the one before, which is cheaper than byte after byte.
    hash =
        mixed(
            hash,
            length >= Long.BYTES ? ByteSink.readLong(source, last) : few(source, offset, length));
    // The product's high half depends on every bit, and the slot is taken from the low one.
    hash = (hash ^ (hash >>> 32)) * MIX;
    return (int) (hash >>> 32);
  }

  private static long mixed(long hash, long word) {
    return (Long.rotateLeft(hash, 23) ^ word) * MIX;
  }

  /** Up to seven bytes as one word. */
  private static long few(byte[] source, int offset, int length) {
    if (length >= Integer.BYTES) {
      return (long) ByteSink.readInt(source, offset) << Integer.SIZE
          ^ ByteSink.readInt(source, offset + length - Integer.BYTES);
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = word << Byte.SIZE | (source[offset + i] & 0xFF);
    }
    return word;
  }
}
