package io.deltaingest.formats.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.formats.jmespath.JsonTrees;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;

/** The same value for each message. */
final class ConstantSource implements TransformSource {

  private final JsonNode constant;
  private final byte[] text;

  ConstantSource(JsonNode constant) {
    this.constant = constant;
    this.text = constant.isTextual() ? constant.textValue().getBytes(StandardCharsets.UTF_8) : null;
  }

  @Override
  public int evaluate(Evaluation evaluation) {
    ValueTape tape = evaluation.tape();
    return text == null ? JsonTrees.toTape(constant, tape) : tape.addString(text, 0, text.length);
  }

  @Override
  public boolean reads(PropertyName... path) {
    return false;
  }
}
