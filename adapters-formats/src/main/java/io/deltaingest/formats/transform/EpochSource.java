package io.deltaingest.formats.transform;

import io.deltaingest.formats.jmespath.EpochConversion;
import io.deltaingest.formats.value.ValueTape;

/** An epoch function of a property. */
record EpochSource(PropertySource property, EpochConversion conversion) implements TransformSource {

  @Override
  public int evaluate(Evaluation evaluation) {
    ValueTape tape = evaluation.tape();
    int node = property.evaluate(evaluation);
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
}
