package io.deltaingest.formats.jmespath;

import com.fasterxml.jackson.databind.JsonNode;
import io.burt.jmespath.Expression;

/** A compiled expression, or a part of one. Immutable and safe to share. */
public final class JmesPathExpression {

  private final Expression<JsonNode> expression;
  private final ExpressionShape shape;

  JmesPathExpression(Expression<JsonNode> expression, ExpressionShape shape) {
    this.expression = expression;
    this.shape = shape;
  }

  /**
   * Compiles an expression.
   *
   * @throws io.burt.jmespath.parser.ParseException when it does not parse, names an unknown
   *     function, or gives a function the wrong number of arguments
   * @throws RuntimeException of other kinds for literals and indexes that can't be read
   */
  public static JmesPathExpression compile(String text) {
    ExactRuntime runtime = new ExactRuntime();
    Expression<JsonNode> expression = runtime.compile(text);
    return new JmesPathExpression(expression, runtime.recorder().shapeOf(expression));
  }

  /** What can be done without {@link #search}. */
  public ExpressionShape shape() {
    return shape;
  }

  /**
   * The result for that message; JSON's null where there is none.
   *
   * @throws RuntimeException when the message holds a value that the expression can't work with;
   *     the message says which
   */
  public JsonNode search(JsonNode message) {
    return expression.search(message);
  }
}
