package io.deltaingest.formats.transform;

import io.deltaingest.formats.jmespath.EpochConversion;
import io.deltaingest.formats.value.PlainValues;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/** An epoch function of a number. */
record EpochSource(TransformSource number, EpochConversion conversion) implements TransformSource {

  @Override
  public int evaluate(Evaluation evaluation) {
    ValueTape tape = evaluation.tape();
    int node = number.evaluate(evaluation);
    if (node == Evaluation.FAILED) {
      return node;
    }
    if (node != ValueTape.NONE
        && (tape.kind(node) == ValueTape.DOUBLE || tape.kind(node) == ValueTape.FLOAT)) {
      node = PlainValues.text(tape, node);
    }
    if (node == ValueTape.NONE
        || (tape.kind(node) != ValueTape.INTEGER && tape.kind(node) != ValueTape.NUMBER)) {
      return evaluation.fail(
          conversion.functionName()
              + " takes a number, and this is of type "
              + PropertySource.typeName(tape, node),
          node);
    }
    int result = conversion.convert(tape, node, evaluation.decimal());
    return result == ValueTape.NONE
        ? evaluation.fail(conversion.functionName() + ": the time is out of range", node)
        : result;
  }

  @Override
  public boolean reads(PropertyName... path) {
    return number.reads(path);
  }
}
