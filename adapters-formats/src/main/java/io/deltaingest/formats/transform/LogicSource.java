package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/**
 * JMESPath's {@code &&} and {@code ||}: the first value that decides, whatever its type; the second
 * is looked at only where the first does not.
 *
 * @param decidedBy the truth of a first value that is the result
 */
record LogicSource(TransformSource first, TransformSource second, boolean decidedBy)
    implements TransformSource {

  @Override
  public int evaluate(Evaluation evaluation) {
    int node = first.evaluate(evaluation);
    if (node == Evaluation.FAILED || Truth.of(evaluation.tape(), node) == decidedBy) {
      return node;
    }
    return second.evaluate(evaluation);
  }

  @Override
  public boolean reads(PropertyName... path) {
    return first.reads(path) || second.reads(path);
  }

  /** JMESPath's {@code !}. */
  record Not(TransformSource value) implements TransformSource {

    @Override
    public int evaluate(Evaluation evaluation) {
      int node = value.evaluate(evaluation);
      ValueTape tape = evaluation.tape();
      return node == Evaluation.FAILED ? node : tape.addBoolean(!Truth.of(tape, node));
    }

    @Override
    public boolean reads(PropertyName... path) {
      return value.reads(path);
    }
  }
}
