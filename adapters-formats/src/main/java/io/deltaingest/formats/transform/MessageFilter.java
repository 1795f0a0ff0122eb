package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.ValueTape;

/** Which messages become rows. Immutable. */
record MessageFilter(String written, TransformSource source) {

  static MessageFilter compile(String written, boolean decodedKeys) {
    String subject = "Filter \"" + written + "\"";
    return new MessageFilter(written, new SourceCompiler(subject, decodedKeys).compile(written));
  }

  /**
   * Whether JMESPath takes a value for true: not {@code false}, {@code null}, or an empty text,
   * array or object. Every number is true.
   */
  static boolean isTrue(ValueTape tape, int node) {
    if (node == ValueTape.NONE) {
      return false;
    }
    return switch (tape.kind(node)) {
      case ValueTape.NULL, ValueTape.FALSE -> false;
      case ValueTape.STRING -> tape.textLength(node) > 0;
      case ValueTape.ARRAY -> tape.firstElement(node) != ValueTape.NONE;
      case ValueTape.OBJECT -> tape.firstMember(node) != ValueTape.NONE;
      default -> true;
    };
  }
}
