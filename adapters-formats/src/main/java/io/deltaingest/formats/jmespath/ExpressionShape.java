package io.deltaingest.formats.jmespath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a simple expression is, so that it can be answered without the interpreter. Immutable. */
public sealed interface ExpressionShape {

  /** An expression that only the interpreter understands. */
  ExpressionShape OTHER = new Other();

  /**
   * Property after property; none is the message itself.
   *
   * @param names from the outermost on
   */
  record Path(List<String> names) implements ExpressionShape {
    public Path {
      names = List.copyOf(names);
    }
  }

  /** A constant. */
  record Literal(JsonNode value) implements ExpressionShape {}

  /** A function with its arguments. */
  record Call(String function, List<ExpressionShape> arguments) implements ExpressionShape {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** Whether two values are equal, or are not. */
  record Equality(ExpressionShape left, ExpressionShape right, boolean whenEqual)
      implements ExpressionShape {}

  /**
   * {@code &&}, or {@code ||}. The parts are expressions, since one that is not simple can be left
   * to the interpreter for messages in which it matters.
   */
  record Logic(JmesPathExpression left, JmesPathExpression right, boolean isAnd)
      implements ExpressionShape {}

  /** {@code !}. */
  record Not(ExpressionShape negated) implements ExpressionShape {}

  /** Anything else. */
  record Other() implements ExpressionShape {}
}
