package io.deltaingest.formats.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.formats.jmespath.JmesPathExpression;
import io.deltaingest.formats.jmespath.JsonTrees;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/** Any JMESPath expression, interpreted. */
final class JmesPathSource implements TransformSource {

  private final JmesPathExpression expression;

  /** What it reads of the message; null where that may be all of it. */
  private final PropertyName[] properties;

  JmesPathSource(JmesPathExpression expression) {
    this.expression = expression;
    this.properties =
        expression
            .properties()
            .map(names -> names.stream().map(PropertyName::new).toArray(PropertyName[]::new))
            .orElse(null);
  }

  @Override
  public int evaluate(Evaluation evaluation) {
    try {
      JsonNode message = properties == null ? evaluation.tree() : evaluation.treeWith(properties);
      return JsonTrees.toTape(expression.search(message), evaluation.tape());
    } catch (RuntimeException e) {
      // The interpreter has no one type for what a message can make it throw.
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      return evaluation.fail(Excerpt.of(reason), ValueTape.NONE);
    }
  }

  @Override
  public boolean reads(PropertyName... path) {
    if (properties == null || path.length == 0) {
      return true;
    }
    for (PropertyName property : properties) {
      if (property.text().equals(path[0].text())) {
        return true;
      }
    }
    return false;
  }
}
