package io.deltaingest.formats.value;

/** Values of a schema's types as those that JSON has. What they are made from stays as it is. */
public final class PlainValues {

  private PlainValues() {}

  /**
   * The value without what it and its parts stand for: the node itself where that is nothing, or a
   * copy.
   */
  public static int withoutMarks(ValueTape tape, int node) {
    return tape.hasMarks() ? copy(tape, node) : node;
  }

  /** {@link ValueTape#BYTES} as an array of numbers. */
  public static int numbers(ValueTape tape, int bytes) {
    int array = tape.addArray();
    int start = tape.textStart(bytes);
    int length = tape.textLength(bytes);
    for (int i = start; i < start + length; i++) {
      tape.append(array, tape.addInteger(tape.textArray(bytes)[i] & 0xFF));
    }
    return array;
  }

  /**
   * A {@link ValueTape#DOUBLE} or {@link ValueTape#FLOAT} as the text of a number, or as a string
   * where JSON has no such number. Allocates.
   */
  public static int text(ValueTape tape, int floating) {
    int start = tape.scratch().length();
    tape.scratch().appendAscii(FloatingDigits.of(tape, floating));
    return Double.isFinite(tape.floating(floating))
        ? tape.addScratchNumber(start)
        : tape.addScratchString(start);
  }

  /** An element can be in one array only, so that everything is copied. */
  private static int copy(ValueTape tape, int node) {
    switch (tape.kind(node)) {
      case ValueTape.ARRAY -> {
        int array = tape.addArray();
        for (int e = tape.firstElement(node); e != ValueTape.NONE; e = tape.nextElement(e)) {
          tape.append(array, copy(tape, e));
        }
        return array;
      }
      case ValueTape.OBJECT -> {
        int object = tape.addObject();
        for (int m = tape.firstMember(node); m != ValueTape.NONE; m = tape.nextMember(m)) {
          int value = copy(tape, tape.value(m));
          tape.setValue(tape.copyMember(object, m), value);
        }
        return object;
      }
      default -> {
        return tape.copyUnmarked(node);
      }
    }
  }
}
