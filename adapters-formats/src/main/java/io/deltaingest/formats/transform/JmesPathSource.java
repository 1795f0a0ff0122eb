package io.deltaingest.formats.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.formats.jmespath.JmesPathExpression;
import io.deltaingest.formats.jmespath.JsonTrees;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/** Any JMESPath expression, interpreted. */
record JmesPathSource(JmesPathExpression expression) implements TransformSource {

  @Override
  public int evaluate(Evaluation evaluation) {
    try {
      JsonNode result = expression.search(evaluation.tree());
      return JsonTrees.toTape(result, evaluation.tape());
    } catch (RuntimeException e) {
      // The interpreter has no one type for what a message can make it throw.
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      return evaluation.fail(Excerpt.of(reason), ValueTape.NONE);
    }
  }

  @Override
  public boolean reads(PropertyName... path) {
    return true;
  }
}
