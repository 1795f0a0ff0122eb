package io.deltaingest.formats.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.formats.jmespath.JsonTrees;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/** Whether a value is, or is not, a constant: text, number, boolean or null. */
final class EqualitySource implements TransformSource {

  private final TransformSource value;
  private final JsonNode constant;
  private final PropertyName text;
  private final boolean whenEqual;

  /**
   * @param whenEqual what the source gives where the two are equal
   */
  EqualitySource(TransformSource value, JsonNode constant, boolean whenEqual) {
    this.value = value;
    this.constant = constant;
    this.text = constant.isTextual() ? new PropertyName(constant.textValue()) : null;
    this.whenEqual = whenEqual;
  }

  @Override
  public int evaluate(Evaluation evaluation) {
    int node = value.evaluate(evaluation);
    if (node == Evaluation.FAILED) {
      return node;
    }
    ValueTape tape = evaluation.tape();
    try {
      return tape.addBoolean(isEqual(tape, node) == whenEqual);
    } catch (ArithmeticException e) {
      return evaluation.fail(Excerpt.of(e.getMessage()), node);
    }
  }

  private boolean isEqual(ValueTape tape, int node) {
    if (node == ValueTape.NONE) {
      return constant.isNull();
    }
    return switch (tape.kind(node)) {
      case ValueTape.NULL -> constant.isNull();
      case ValueTape.FALSE -> constant.isBoolean() && !constant.booleanValue();
      case ValueTape.TRUE -> constant.isBoolean() && constant.booleanValue();
      case ValueTape.STRING -> text != null && tape.textEquals(node, text);
      case ValueTape.INTEGER, ValueTape.NUMBER ->
          constant.isNumber() && JsonTrees.toTree(tape, node).equals(constant);
      case ValueTape.DOUBLE, ValueTape.FLOAT -> JsonTrees.toTree(tape, node).equals(constant);
      default -> false;
    };
  }

  @Override
  public boolean reads(PropertyName... path) {
    return value.reads(path);
  }
}
