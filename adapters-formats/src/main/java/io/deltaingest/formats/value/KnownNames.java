package io.deltaingest.formats.value;

import java.util.Arrays;

/**
 * The names that members had so far, numbered. Bounded in number and length: whatever comes when it
 * is full stays unknown, and is read as it always was. Not thread-safe.
 */
public final class KnownNames {

  /** Not among them. */
  public static final int NONE = -1;

  /** As many as there can be, so the numbers are less. */
  static final int MOST_NAMES = 1 << 10;

  private static final int LONGEST_NAME = 64;
  private static final int TABLE_SIZE = MOST_NAMES * 4;
  private static final int INITIAL_TABLE_SIZE = 64;

  private final KnownName beginning = new KnownName(NONE, 0, new byte[0]);
  private KnownName[] table = new KnownName[INITIAL_TABLE_SIZE];
  private int count;

  /** What comes before the first name of a message. */
  public KnownName beginning() {
    return beginning;
  }

  /** How many there are; the numbers are less. */
  public int count() {
    return count;
  }

  /** The name of those bytes, which becomes known now if there is room; else null. */
  public KnownName learn(byte[] bytes, int start, int length) {
    if (length > LONGEST_NAME) {
      return null;
    }
    int hash = NameWords.hash(bytes, start, length);
    int place = hash & (table.length - 1);
    while (table[place] != null) {
      if (table[place].isName(bytes, start, length)) {
        return table[place];
      }
      place = (place + 1) & (table.length - 1);
    }
    if (count == MOST_NAMES) {
      return null;
    }
    KnownName name = new KnownName(count, hash, Arrays.copyOfRange(bytes, start, start + length));
    table[place] = name;
    count++;
    if (count * 4 > table.length && table.length < TABLE_SIZE) {
      grow();
    }
    return name;
  }

  private void grow() {
    KnownName[] larger = new KnownName[table.length * 2];
    for (KnownName name : table) {
      if (name != null) {
        int place = name.hash() & (larger.length - 1);
        while (larger[place] != null) {
          place = (place + 1) & (larger.length - 1);
        }
        larger[place] = name;
      }
    }
    table = larger;
  }
}
