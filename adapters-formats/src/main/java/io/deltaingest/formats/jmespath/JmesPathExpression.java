package io.deltaingest.formats.jmespath;

import com.fasterxml.jackson.databind.JsonNode;
import io.burt.jmespath.Expression;
import java.util.List;
import java.util.Optional;

/** A compiled expression, or a part of one. Immutable and safe to share. */
public final class JmesPathExpression {

  private final Expression<JsonNode> expression;
  private final ExpressionShape shape;
  private final Optional<List<String>> properties;

  /**
   * @param properties as {@link #properties}
   */
  JmesPathExpression(
      Expression<JsonNode> expression, ExpressionShape shape, Optional<List<String>> properties) {
    this.expression = expression;
    this.shape = shape;
    this.properties = properties;
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
    return runtime.recorder().withWhatIsKnown(expression);
  }

  /** What can be done without {@link #search}. */
  public ExpressionShape shape() {
    return shape;
  }

  /**
   * The properties of a message that the result depends on, if that is an object, and maybe others;
   * empty where it may depend on all of them.
   */
  public Optional<List<String>> properties() {
    return properties;
  }

  /**
   * The result for that message; JSON's null where there is none.
   *
   * @param message an object may lack what {@link #properties} does not name
   * @throws RuntimeException when the message holds a value that the expression can't work with;
   *     the message says which
   */
  public JsonNode search(JsonNode message) {
    return expression.search(message);
  }
}
