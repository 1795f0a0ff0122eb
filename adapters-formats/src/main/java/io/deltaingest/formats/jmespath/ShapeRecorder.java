package io.deltaingest.formats.jmespath;

import com.fasterxml.jackson.databind.JsonNode;
import io.burt.jmespath.Expression;
import io.burt.jmespath.function.Function;
import io.burt.jmespath.node.CreateObjectNode;
import io.burt.jmespath.node.Node;
import io.burt.jmespath.node.NodeFactory;
import io.burt.jmespath.node.Operator;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notes the {@link ExpressionShape} of each simple node while an expression is parsed, and what is
 * read of the message, since the nodes themselves do not tell. Used once, on the thread that
 * compiles.
 */
final class ShapeRecorder implements NodeFactory<JsonNode> {

  private final NodeFactory<JsonNode> nodes;
  private final IdentityHashMap<Expression<JsonNode>, ExpressionShape> shapes =
      new IdentityHashMap<>();

  /**
   * Every name so far, whatever it is looked up in: those looked up in the message are among them.
   */
  private final Set<String> properties = new LinkedHashSet<>();

  private boolean wholeIsRead;

  ShapeRecorder(NodeFactory<JsonNode> nodes) {
    this.nodes = nodes;
  }

  /** An expression of this parser's, all of whose nodes were created. */
  JmesPathExpression withWhatIsKnown(Expression<JsonNode> expression) {
    return new JmesPathExpression(
        expression,
        shapeOf(expression),
        wholeIsRead ? Optional.empty() : Optional.of(List.copyOf(properties)));
  }

  private ExpressionShape shapeOf(Expression<JsonNode> expression) {
    return shapes.getOrDefault(expression, ExpressionShape.OTHER);
  }

  @Override
  public Node<JsonNode> createCurrent() {
    wholeIsRead = true;
    return record(nodes.createCurrent(), new ExpressionShape.Path(List.of()));
  }

  @Override
  public Node<JsonNode> createProperty(String name) {
    properties.add(name);
    return record(nodes.createProperty(name), new ExpressionShape.Path(List.of(name)));
  }

  @Override
  public Node<JsonNode> createSequence(List<Node<JsonNode>> steps) {
    Node<JsonNode> sequence = nodes.createSequence(steps);
    if (steps.size() == 1) {
      return record(sequence, shapeOf(steps.get(0)));
    }
    List<String> names = new ArrayList<>();
    for (Node<JsonNode> step : steps) {
      if (!(shapeOf(step) instanceof ExpressionShape.Path path)) {
        return sequence;
      }
      names.addAll(path.names());
    }
    return record(sequence, new ExpressionShape.Path(names));
  }

  @Override
  public Node<JsonNode> createJsonLiteral(String json) {
    Node<JsonNode> literal = nodes.createJsonLiteral(json);
    return record(literal, new ExpressionShape.Literal(literal.search(null)));
  }

  @Override
  public Node<JsonNode> createFunctionCall(
      Function function, List<? extends Expression<JsonNode>> arguments) {
    Node<JsonNode> call = nodes.createFunctionCall(function, arguments);
    if (function == null) {
      return call;
    }
    List<ExpressionShape> argumentShapes = new ArrayList<>();
    for (Expression<JsonNode> argument : arguments) {
      argumentShapes.add(shapeOf(argument));
    }
    return record(call, new ExpressionShape.Call(function.name(), argumentShapes));
  }

  @Override
  public Node<JsonNode> createFunctionCall(
      String functionName, List<? extends Expression<JsonNode>> arguments) {
    return nodes.createFunctionCall(functionName, arguments);
  }

  @Override
  public Node<JsonNode> createIndex(int index) {
    return nodes.createIndex(index);
  }

  @Override
  public Node<JsonNode> createSlice(Integer start, Integer stop, Integer step) {
    return nodes.createSlice(start, stop, step);
  }

  @Override
  public Node<JsonNode> createProjection(Expression<JsonNode> expression) {
    return nodes.createProjection(expression);
  }

  @Override
  public Node<JsonNode> createFlattenArray() {
    return nodes.createFlattenArray();
  }

  @Override
  public Node<JsonNode> createFlattenObject() {
    wholeIsRead = true;
    return nodes.createFlattenObject();
  }

  @Override
  public Node<JsonNode> createSelection(Expression<JsonNode> test) {
    return nodes.createSelection(test);
  }

  @Override
  public Node<JsonNode> createComparison(
      Operator operator, Expression<JsonNode> left, Expression<JsonNode> right) {
    Node<JsonNode> comparison = nodes.createComparison(operator, left, right);
    if (operator != Operator.EQUALS && operator != Operator.NOT_EQUALS) {
      return comparison;
    }
    boolean whenEqual = operator == Operator.EQUALS;
    return record(
        comparison, new ExpressionShape.Equality(shapeOf(left), shapeOf(right), whenEqual));
  }

  @Override
  public Node<JsonNode> createOr(Expression<JsonNode> left, Expression<JsonNode> right) {
    return record(
        nodes.createOr(left, right),
        new ExpressionShape.Logic(withWhatIsKnown(left), withWhatIsKnown(right), false));
  }

  @Override
  public Node<JsonNode> createAnd(Expression<JsonNode> left, Expression<JsonNode> right) {
    return record(
        nodes.createAnd(left, right),
        new ExpressionShape.Logic(withWhatIsKnown(left), withWhatIsKnown(right), true));
  }

  @Override
  public Node<JsonNode> createExpressionReference(Expression<JsonNode> expression) {
    return nodes.createExpressionReference(expression);
  }

  @Override
  public Node<JsonNode> createString(String text) {
    Node<JsonNode> string = nodes.createString(text);
    return record(string, new ExpressionShape.Literal(string.search(null)));
  }

  @Override
  public Node<JsonNode> createNegate(Expression<JsonNode> negated) {
    return record(nodes.createNegate(negated), new ExpressionShape.Not(shapeOf(negated)));
  }

  @Override
  public Node<JsonNode> createCreateObject(List<CreateObjectNode.Entry<JsonNode>> entries) {
    return nodes.createCreateObject(entries);
  }

  @Override
  public Node<JsonNode> createCreateArray(List<? extends Expression<JsonNode>> entries) {
    return nodes.createCreateArray(entries);
  }

  private Node<JsonNode> record(Node<JsonNode> node, ExpressionShape shape) {
    shapes.put(node, shape);
    return node;
  }
}
