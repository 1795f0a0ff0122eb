package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;

/** {@code substr} of a property with constant counts: a view of the property's own bytes. */
record SubstringSource(PropertySource property, long skip, long take) implements TransformSource {

  @Override
  public int evaluate(Evaluation evaluation) {
    ValueTape tape = evaluation.tape();
    int node = property.evaluate(evaluation);
    if (node == ValueTape.NONE || tape.kind(node) != ValueTape.STRING) {
      return evaluation.fail(
          "substr takes a string, and this is of type " + PropertySource.typeName(tape, node),
          node);
    }
    byte[] text = tape.textArray(node);
    int start = tape.textStart(node);
    int end = start + tape.textLength(node);
    int from = Utf8.skipCodePoints(text, start, end, skip);
    return tape.addSubstring(node, from, Utf8.skipCodePoints(text, from, end, take) - from);
  }
}
