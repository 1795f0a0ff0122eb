package io.deltaingest.formats.value;

import java.util.Arrays;

/**
 * Finds members of one name in an object. RFC 8259 (section 4) leaves repeated names to the reader;
 * here the last one wins.
 */
final class RepeatedNames {

  private static final int PAIRWISE_LIMIT = 16;
  private static final int RETAINED_SIZE = 1 << 16;

  private final ValueTape tape;
  private int[] table = new int[0];

  /** By the number of a name, the object that had it last. */
  private int[] objectWith = new int[0];

  private int objects;

  RepeatedNames(ValueTape tape) {
    this.tape = tape;
  }

  /**
   * @return whether there were any
   */
  boolean drop(int object, int count) {
    if (areAllKnownAndDifferent(object)) {
      return false;
    }
    boolean found =
        count <= PAIRWISE_LIMIT ? comparePairs(object) : lookUpEach(object, tableSize(count));
    if (found) {
      tape.unlinkMembersWithoutValue(object);
    }
    return found;
  }

  private boolean areAllKnownAndDifferent(int object) {
    if (objectWith.length < tape.knownNames().count()) {
      objectWith = Arrays.copyOf(objectWith, KnownNames.MOST_NAMES);
    }
    if (++objects < 0) {
      Arrays.fill(objectWith, 0);
      objects = 1;
    }
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      int number = tape.numberOfName(m);
      if (number == KnownNames.NONE || objectWith[number] == objects) {
        return false;
      }
      objectWith[number] = objects;
    }
    return true;
  }

  private boolean comparePairs(int object) {
    boolean found = false;
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      int hash = tape.nameHash(m);
      for (int n = tape.nextMember(m); n != ValueTape.NONE; n = tape.nextMember(n)) {
        if (tape.nameHash(n) == hash && tape.sameName(m, n)) {
          tape.dropValue(m);
          found = true;
          break;
        }
      }
    }
    return found;
  }

  private boolean lookUpEach(int object, int size) {
    if (table.length < size) {
      table = new int[size];
    }
    Arrays.fill(table, 0, size, ValueTape.NONE);
    boolean found = false;
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      int place = tape.nameHash(m) & (size - 1);
      while (table[place] != ValueTape.NONE && !tape.sameName(table[place], m)) {
        place = (place + 1) & (size - 1);
      }
      if (table[place] != ValueTape.NONE) {
        tape.dropValue(table[place]);
        found = true;
      }
      table[place] = m;
    }
    if (table.length > RETAINED_SIZE) {
      table = new int[0];
    }
    return found;
  }

  private static int tableSize(int count) {
    return Integer.highestOneBit(Math.max(count, 16)) << 2;
  }
}
