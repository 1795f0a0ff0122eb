package io.deltaingest.formats.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The name of an object's property, ready to be compared with names on a tape. Immutable. */
public final class PropertyName {

  private final String text;
  private final byte[] bytes;
  private final int hash;
  private final long firstWord;
  private final long lastWord;

  public PropertyName(String text) {
    this.text = text;
    bytes = text.getBytes(StandardCharsets.UTF_8);
    hash = NameWords.hash(bytes, 0, bytes.length);
    firstWord = NameWords.first(bytes, 0, bytes.length);
    lastWord = NameWords.last(bytes, 0, bytes.length);
  }

  public String text() {
    return text;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether those bytes are this name. */
  boolean equalsText(byte[] array, int start, int length) {
    if (length != bytes.length || NameWords.first(array, start, length) != firstWord) {
      return false;
    }
    if (length <= NameWords.EXACT_LENGTH) {
      return NameWords.last(array, start, length) == lastWord;
    }
    return Arrays.equals(array, start, start + length, bytes, 0, length);
  }

  /** Whether one of the paths is the other one, or leads to a part of what that leads to. */
  public static boolean overlap(PropertyName[] path, PropertyName[] other) {
    int common = Math.min(path.length, other.length);
    for (int i = 0; i < common; i++) {
      if (!path[i].text.equals(other[i].text)) {
        return false;
      }
    }
    return true;
  }

  public int nameHash() {
    return hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
