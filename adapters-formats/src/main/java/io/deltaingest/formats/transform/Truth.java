package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.ValueTape;

/** What JMESPath takes for true. */
final class Truth {

  private Truth() {}

  /**
   * Whether a value is neither {@code false} nor {@code null} nor an empty text, array or object.
   * Every number is true.
   */
  static boolean of(ValueTape tape, int node) {
    if (node == ValueTape.NONE) {
      return false;
    }
    return switch (tape.kind(node)) {
      case ValueTape.NULL, ValueTape.FALSE -> false;
      case ValueTape.STRING, ValueTape.BYTES -> tape.textLength(node) > 0;
      case ValueTape.ARRAY -> tape.firstElement(node) != ValueTape.NONE;
      case ValueTape.OBJECT -> tape.firstMember(node) != ValueTape.NONE;
      default -> true;
    };
  }
}
