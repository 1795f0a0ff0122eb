package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;

/** {@code substr} of a text with constant counts: a view of the text's own bytes. */
record SubstringSource(TransformSource text, long skip, long take) implements TransformSource {

  @Override
  public int evaluate(Evaluation evaluation) {
    ValueTape tape = evaluation.tape();
    int node = text.evaluate(evaluation);
    if (node == Evaluation.FAILED) {
      return node;
    }
    if (node == ValueTape.NONE || tape.kind(node) != ValueTape.STRING) {
      return evaluation.fail(
          "substr takes a string, and this is of type " + PropertySource.typeName(tape, node),
          node);
    }
    byte[] bytes = tape.textArray(node);
    int start = tape.textStart(node);
    int end = start + tape.textLength(node);
    int from = Utf8.skipCodePoints(bytes, start, end, skip);
    return tape.addSubstring(node, from, Utf8.skipCodePoints(bytes, from, end, take) - from);
  }

  @Override
  public boolean reads(PropertyName... path) {
    return text.reads(path);
  }
}
