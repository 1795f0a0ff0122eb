package io.deltaingest.formats.transform;

import io.burt.jmespath.parser.ParseError;
import io.burt.jmespath.parser.ParseException;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.jmespath.EpochConversion;
import io.deltaingest.formats.jmespath.ExpressionShape;
import io.deltaingest.formats.jmespath.JmesPathExpression;
import io.deltaingest.formats.jmespath.JmesPathFunctions;
import io.deltaingest.formats.jmespath.SubstrFunction;
import io.deltaingest.formats.value.PropertyName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compiles one transform, and says what is wrong with one that can't be. */
final class TransformCompiler {

  /** A source that can only mean record metadata, known or not. */
  private static final Pattern METADATA = Pattern.compile("kafka(\\.[A-Za-z_][A-Za-z0-9_]*)+");

  private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("unknown function \"(\\w+)\"");

  private final Transform transform;
  private final String written;

  private TransformCompiler(Transform transform) {
    this.transform = transform;
    this.written = transform.property() + ": " + transform.source();
  }

  static CompiledTransform compile(Transform transform) {
    return new TransformCompiler(transform).compile();
  }

  private CompiledTransform compile() {
    PropertyName[] path = path();
    String source = transform.source().strip();
    if (source.isEmpty()) {
      throw refused(
          "its source is empty", "Give a JMESPath expression or one of " + metadataNames(), null);
    }
    TransformSource compiled =
        METADATA.matcher(source).matches() ? metadata(source) : expression(source);
    return new CompiledTransform(transform.property(), written, path, compiled);
  }

  private PropertyName[] path() {
    String[] names = transform.property().split("\\.", -1);
    if (Arrays.asList(names).contains("")) {
      throw refused(
          "its property is empty or has an empty part",
          "Write PROPERTY: SOURCE, with dots only between the names of nested properties",
          null);
    }
    return Arrays.stream(names).map(PropertyName::new).toArray(PropertyName[]::new);
  }

  private TransformSource metadata(String source) {
    for (RecordMetadata metadata : RecordMetadata.values()) {
      if (metadata.sourceName().equals(source)) {
        return metadata;
      }
    }
    List<String> known =
        Arrays.stream(RecordMetadata.values()).map(RecordMetadata::sourceName).toList();
    throw refused(
        "a record has no " + source,
        "Did you mean "
            + NearestName.of(source, known)
            + "? There are "
            + metadataNames()
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
    TransformSource simple = simpleSource(expression.shape());
    return simple != null ? simple : new JmesPathSource(expression);
  }

  /** A source that needs no interpreter, or null. */
  private static TransformSource simpleSource(ExpressionShape shape) {
    if (shape instanceof ExpressionShape.Path path) {
      return new PropertySource(path.names());
    }
    if (!(shape instanceof ExpressionShape.Call call) || call.arguments().isEmpty()) {
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

  private static String metadataNames() {
    return Arrays.stream(RecordMetadata.values())
        .map(RecordMetadata::sourceName)
        .collect(Collectors.joining(", "));
  }

  private ConfigurationException refused(String cause, String remedy, Throwable origin) {
    return new ConfigurationException(
        Problem.of("Transform \"" + written + "\" can't be used", cause, remedy), origin);
  }
}
