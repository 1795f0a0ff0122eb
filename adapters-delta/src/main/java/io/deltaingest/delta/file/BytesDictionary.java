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
    int hash = hash(source, offset, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (hashes[id] == hash && isEntry(id, source, offset, length)) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
    add(source, offset, length, hash, slot);
    return ~(size - 1);
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
    int from = start + Integer.BYTES;
    return Arrays.equals(entries, from, from + length, source, offset, offset + length);
  }

  private static int hash(byte[] source, int offset, int length) {
    long hash = length;
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = (Long.rotateLeft(hash, 23) ^ ByteSink.readLong(source, at)) * MIX;
    }
    for (; at < end; at++) {
      hash = (hash ^ (source[at] & 0xFF)) * MIX;
    }
    // The product's high half depends on every bit, and the slot is taken from the low one.
    hash = (hash ^ (hash >>> 32)) * MIX;
    return (int) (hash >>> 32);
  }
}
