package io.deltaingest.formats.transform;

import io.burt.jmespath.parser.ParseError;
import io.burt.jmespath.parser.ParseException;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.formats.jmespath.EpochConversion;
import io.deltaingest.formats.jmespath.ExpressionShape;
import io.deltaingest.formats.jmespath.JmesPathExpression;
import io.deltaingest.formats.jmespath.JmesPathFunctions;
import io.deltaingest.formats.jmespath.SubstrFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles a source ({@code kafka.…} or JMESPath), and says what is wrong with one that can't be.
 */
final class SourceCompiler {

  private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("unknown function \"(\\w+)\"");

  private final String subject;
  private final boolean decodedKeys;

  /**
   * @param subject what the source is of, as a refusal begins: {@code Transform "a: b"}
   * @param decodedKeys whether keys have a format, so that they are more than text
   */
  SourceCompiler(String subject, boolean decodedKeys) {
    this.subject = subject;
    this.decodedKeys = decodedKeys;
  }

  /**
   * @throws ConfigurationException when it can't be used
   */
  TransformSource compile(String written) {
    String source = written.strip();
    if (source.isEmpty()) {
      throw refused(
          "its source is empty",
          "Give a JMESPath expression or one of " + MetadataSources.names(),
          null);
    }
    return MetadataSources.isMetadata(source) ? metadata(source) : expression(source);
  }

  private TransformSource metadata(String source) {
    TransformSource known = MetadataSources.find(source, decodedKeys);
    if (known != null) {
      return known;
    }
    if (MetadataSources.isPathIntoKey(source)) {
      throw refused(
          "the topic's keys have no format, so that they are text without properties",
          "Configure the format of the keys, or read kafka.key",
          null);
    }
    throw refused(
        "a record has no " + source,
        "Did you mean "
            + MetadataSources.nearest(source)
            + "? There are "
            + MetadataSources.names()
            + "; a property of the message named kafka is written \"kafka\""
            + source.substring("kafka".length()),
        null);
  }

  private TransformSource expression(String source) {
    JmesPathExpression expression;
    try {
      expression = JmesPathExpression.compile(source);
    } catch (ParseException e) {
      throw refused(causes(e), remedy(e), e);
    } catch (RuntimeException e) {
      String cause = e.getMessage() == null ? e.toString() : e.getMessage();
      throw refused("the JMESPath expression can't be read: " + cause, "Mend the expression", e);
    }
    return source(expression);
  }

  private static TransformSource source(JmesPathExpression expression) {
    TransformSource simple = simpleSource(expression.shape());
    return simple != null ? simple : new JmesPathSource(expression);
  }

  /** A source that needs no interpreter, or for a part that few messages may reach; or null. */
  private static TransformSource simpleSource(ExpressionShape shape) {
    if (shape instanceof ExpressionShape.Path path) {
      return new PropertySource(path.names());
    }
    if (shape instanceof ExpressionShape.Equality equality) {
      return equalitySource(equality);
    }
    if (shape instanceof ExpressionShape.Logic logic) {
      TransformSource first = simpleSource(logic.left().shape());
      return first == null ? null : new LogicSource(first, source(logic.right()), !logic.isAnd());
    }
    if (shape instanceof ExpressionShape.Not not) {
      TransformSource negated = simpleSource(not.negated());
      return negated == null ? null : new LogicSource.Not(negated);
    }
    if (shape instanceof ExpressionShape.Literal literal) {
      return new ConstantSource(literal.value());
    }
    return shape instanceof ExpressionShape.Call call ? callSource(call) : null;
  }

  /** A value of the message and a constant, either way round. */
  private static TransformSource equalitySource(ExpressionShape.Equality equality) {
    boolean constantLeft = equality.left() instanceof ExpressionShape.Literal;
    ExpressionShape one = constantLeft ? equality.left() : equality.right();
    ExpressionShape other = constantLeft ? equality.right() : equality.left();
    TransformSource value = simpleSource(other);
    if (value == null
        || !(one instanceof ExpressionShape.Literal literal)
        || literal.value().isContainerNode()) {
      return null;
    }
    return new EqualitySource(value, literal.value(), equality.whenEqual());
  }

  private static TransformSource callSource(ExpressionShape.Call call) {
    if (call.arguments().isEmpty()) {
      return null;
    }
    TransformSource argument = simpleSource(call.arguments().get(0));
    if (argument == null) {
      return null;
    }
    for (EpochConversion conversion : EpochConversion.values()) {
      if (conversion.functionName().equals(call.function())) {
        return new EpochSource(argument, conversion);
      }
    }
    if (call.function().equals(SubstrFunction.NAME)
        && call.arguments().get(1) instanceof ExpressionShape.Literal skip
        && call.arguments().get(2) instanceof ExpressionShape.Literal take
        && skip.value().isNumber()
        && take.value().isNumber()) {
      return new SubstringSource(
          argument, SubstrFunction.count(skip.value()), SubstrFunction.count(take.value()));
    }
    return null;
  }

  private static String causes(ParseException parse) {
    List<String> errors = new ArrayList<>();
    for (ParseError error : parse) {
      errors.add(error.message() + " at position " + error.position());
    }
    return "the JMESPath expression does not parse: " + String.join("; ", errors);
  }

  private static String remedy(ParseException parse) {
    for (ParseError error : parse) {
      Matcher unknown = UNKNOWN_FUNCTION.matcher(error.message());
      if (unknown.find()) {
        String nearest = NearestName.of(unknown.group(1), JmesPathFunctions.names());
        return "Did you mean " + nearest + "?";
      }
    }
    return "Mend the expression; numbers in it are written in backticks, text in single quotes";
  }

  ConfigurationException refused(String cause, String remedy, Throwable origin) {
    return new ConfigurationException(
        Problem.of(subject + " can't be used", cause, remedy), origin);
  }
}
