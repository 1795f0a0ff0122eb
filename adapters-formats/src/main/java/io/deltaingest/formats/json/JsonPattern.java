package io.deltaingest.formats.json;

import io.deltaingest.formats.value.ValueTape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What a JSON text has in common with others but for its scalars, byte for byte: literals, one
 * before each scalar and one behind the last, and the nodes that such a text has on a {@link
 * ValueTape}. Immutable.
 */
final class JsonPattern {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int shape;
  private final int[] nodes;
  private final byte[] literals;

  /** Where each literal ends and the next one begins. */
  private final int[] ends;

  private final int[] scalars;

  /** What follows each scalar in its array, or {@link ValueTape#NONE}. */
  private final int[] followers;

  /** Members in the order of the text, and how far from the literal's beginning their names are. */
  private final int[] members;

  private final int[] names;

  /** How many members have been named up to the end of each literal. */
  private final int[] named;

  /** Arrays are not copied. */
  JsonPattern(
      int shape,
      int[] nodes,
      byte[] literals,
      int[] ends,
      int[] scalars,
      int[] followers,
      int[] members,
      int[] names,
      int[] named) {
    this.shape = shape;
    this.nodes = nodes;
    this.literals = literals;
    this.ends = ends;
    this.scalars = scalars;
    this.followers = followers;
    this.members = members;
    this.names = names;
    this.named = named;
  }

  int shape() {
    return shape;
  }

  int scalarCount() {
    return scalars.length;
  }

  /** Puts all nodes on the tape; those of scalars and the places of names are of another text. */
  void layOut(ValueTape tape) {
    tape.lay(nodes);
  }

  /**
   * Compares a literal, and tells the tape where the names in it are.
   *
   * @return the position behind it; -1 when it is not there
   */
  int pass(int literal, byte[] bytes, int position, int limit, ValueTape tape) {
    int start = literal == 0 ? 0 : ends[literal - 1];
    int length = ends[literal] - start;
    if (length > limit - position || !isAt(start, length, bytes, position, limit)) {
      return -1;
    }
    for (int i = literal == 0 ? 0 : named[literal - 1]; i < named[literal]; i++) {
      tape.moveText(members[i], position + names[i]);
    }
    return position + length;
  }

  /** Has the tape put the next node where the scalar behind that literal belongs. */
  void beginScalar(int literal, ValueTape tape) {
    tape.seek(scalars[literal]);
  }

  void endScalar(int literal, ValueTape tape) {
    if (followers[literal] != ValueTape.NONE) {
      tape.follow(scalars[literal], followers[literal]);
    }
  }

  /** After the last scalar. */
  void end(ValueTape tape) {
    tape.seek(nodes.length);
    tape.setShape(shape);
  }

  private boolean isAt(int start, int length, byte[] bytes, int position, int limit) {
    if (length < Long.BYTES) {
      return isShortAt(start, length, bytes, position, limit);
    }
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if ((long) LONG.get(literals, start + i) != (long) LONG.get(bytes, position + i)) {
        return false;
      }
    }
    return (long) LONG.get(literals, start + last) == (long) LONG.get(bytes, position + last);
  }

  private boolean isShortAt(int start, int length, byte[] bytes, int position, int limit) {
    if (start + Long.BYTES <= literals.length && position + Long.BYTES <= limit) {
      long different = (long) LONG.get(literals, start) ^ (long) LONG.get(bytes, position);
      return (different & ((1L << (Byte.SIZE * length)) - 1)) == 0;
    }
    for (int i = 0; i < length; i++) {
      if (literals[start + i] != bytes[position + i]) {
        return false;
      }
    }
    return true;
  }
}
