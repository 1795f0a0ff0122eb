package io.deltaingest.delta.file;

import java.util.Arrays;

/** Distinct whole numbers of a column chunk, numbered as they come. */
final class LongDictionary {

  private static final int FIRST_SLOTS = 8;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private long[] entries = new long[FIRST_SLOTS / 2];
  private int[] slots = new int[FIRST_SLOTS];
  private int size;

  int size() {
    return size;
  }

  long entry(int id) {
    return entries[id];
  }

  long heapBytes() {
    return 8L * entries.length + 4L * slots.length;
  }

  /** The number of that value, or the bitwise complement of the number that it was just given. */
  int idOf(long value) {
    int mask = slots.length - 1;
    int slot = hash(value) & mask;
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (entries[id] == value) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
    }
    entries[size] = value;
    slots[slot] = ++size;
    if (2 * size > slots.length) {
      rehash();
    }
    return ~(size - 1);
  }

  private void rehash() {
    int[] wider = new int[2 * slots.length];
    int mask = wider.length - 1;
    for (int id = 0; id < size; id++) {
      int slot = hash(entries[id]) & mask;
      while (wider[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      wider[slot] = id + 1;
    }
    slots = wider;
  }

  private static int hash(long value) {
    long mixed = value * MIX;
    return (int) (mixed ^ (mixed >>> 32));
  }
}
