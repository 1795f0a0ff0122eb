package io.deltaingest.formats.json;

import io.deltaingest.formats.value.ValueTape;
import java.util.Arrays;

/** Makes the {@link JsonPattern} of a text that was read onto a tape. For one text. */
final class JsonPatternBuilder {

  private static final int MOST_SCALARS = 1 << 9;
  private static final int LARGEST_LITERALS = 1 << 15;
  private static final int FIRST_SIZE = 16;

  private final ValueTape tape;
  private final byte[] bytes;
  private final int end;
  private int position;
  private byte[] literals = new byte[FIRST_SIZE];
  private int literalBytes;
  private int literalStart;
  private int[] ends = new int[FIRST_SIZE];
  private int[] scalars = new int[FIRST_SIZE];
  private int[] followers = new int[FIRST_SIZE];
  private int scalarCount;
  private int[] members = new int[FIRST_SIZE];
  private int[] names = new int[FIRST_SIZE];
  private int[] named = new int[FIRST_SIZE];
  private int memberCount;

  /**
   * @param tape with the text and nothing else, and no object of it has a name twice
   */
  JsonPatternBuilder(ValueTape tape, byte[] bytes, int start, int end) {
    this.tape = tape;
    this.bytes = bytes;
    this.end = end;
    this.position = start;
    this.literalStart = start;
  }

  /** Null where the text is too large for that to pay. */
  JsonPattern build(int shape) {
    if (!pass(0)) {
      return null;
    }
    position = end;
    if (!endLiteral()) {
      return null;
    }
    return new JsonPattern(
        shape,
        tape.copyOfNodes(),
        Arrays.copyOf(literals, literalBytes),
        Arrays.copyOf(ends, scalarCount + 1),
        Arrays.copyOf(scalars, scalarCount),
        Arrays.copyOf(followers, scalarCount),
        Arrays.copyOf(members, memberCount),
        Arrays.copyOf(names, memberCount),
        Arrays.copyOf(named, scalarCount + 1));
  }

  /** Passes over the node's text. The text is known to be right, so that little is looked at. */
  private boolean pass(int node) {
    switch (tape.kind(node)) {
      case ValueTape.OBJECT -> {
        return passObject(node);
      }
      case ValueTape.ARRAY -> {
        return passArray(node);
      }
      default -> {
        return passScalar(node);
      }
    }
  }

  private boolean passObject(int object) {
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      if (memberCount == members.length) {
        members = Arrays.copyOf(members, 2 * memberCount);
        names = Arrays.copyOf(names, 2 * memberCount);
      }
      members[memberCount] = m;
      names[memberCount] = tape.textStart(m) - literalStart;
      memberCount++;
      position = tape.textStart(m) + tape.textLength(m) + 1;
      skipTo(':');
      position++;
      if (!pass(tape.value(m))) {
        return false;
      }
    }
    skipTo('}');
    position++;
    return true;
  }

  private boolean passArray(int array) {
    skipTo('[');
    position++;
    for (int e = tape.firstElement(array); e != ValueTape.NONE; e = tape.nextElement(e)) {
      if (e != tape.firstElement(array)) {
        skipTo(',');
        position++;
      }
      if (!pass(e)) {
        return false;
      }
    }
    skipTo(']');
    position++;
    return true;
  }

  private boolean passScalar(int scalar) {
    skipToValue();
    if (scalarCount == MOST_SCALARS || !endLiteral()) {
      return false;
    }
    scalars[scalarCount] = scalar;
    followers[scalarCount] = tape.nextElement(scalar);
    scalarCount++;
    if (bytes[position] == '"') {
      skipString();
    } else {
      while (position < end && !isBehindValue(bytes[position])) {
        position++;
      }
    }
    literalStart = position;
    return true;
  }

  /** The literal before scalar {@code scalarCount} ends here. */
  private boolean endLiteral() {
    int length = position - literalStart;
    if (literalBytes + length > LARGEST_LITERALS) {
      return false;
    }
    if (literalBytes + length > literals.length) {
      literals = Arrays.copyOf(literals, Math.max(literalBytes + length, 2 * literals.length));
    }
    System.arraycopy(bytes, literalStart, literals, literalBytes, length);
    literalBytes += length;
    if (scalarCount + 1 > scalars.length) {
      scalars = Arrays.copyOf(scalars, 2 * scalars.length);
      followers = Arrays.copyOf(followers, scalars.length);
    }
    if (scalarCount + 1 > ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
      named = Arrays.copyOf(named, ends.length);
    }
    ends[scalarCount] = literalBytes;
    named[scalarCount] = memberCount;
    return true;
  }

  private void skipTo(char sign) {
    while (bytes[position] != sign) {
      position++;
    }
  }

  /** Over white space, and a byte order mark in front of a text that is a scalar. */
  private void skipToValue() {
    while (bytes[position] <= ' ') {
      position++;
    }
  }

  private void skipString() {
    position++;
    while (bytes[position] != '"') {
      position += bytes[position] == '\\' ? 2 : 1;
    }
    position++;
  }

  private static boolean isBehindValue(byte b) {
    return b == ',' || b == '}' || b == ']' || b <= ' ';
  }
}
