package io.deltaingest.launcher.cli;

import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.launcher.cli.GivenTexts.Given;
import io.deltaingest.launcher.config.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Transforms as the command line and {@code TRANSFORMS} have them: {@code PROPERTY: SOURCE}. */
final class TransformTexts {
  /**
   * A property, up to its colon. Characters of JMESPath are none of a property's, so that a line
   * that goes on with an expression ({@code items[0:2]}, {@code {a: b}}) is not taken for a new
   * transform.
   */
  private static final Pattern BEGINS_TRANSFORM =
      Pattern.compile("[^:`'\"()\\[\\]{},|&<>=!@*?]+:.*");

  private TransformTexts() {}

  /**
   * All transforms: those of the options, or where there are none those of the variable.
   *
   * @param texts null where the option is not given
   */
  static List<Transform> read(
      String option, List<String> texts, Optional<Given> variable, Problems problems) {
    String from = option;
    List<String> written = List.of();
    if (texts != null) {
      written = texts;
    } else if (variable.isPresent()) {
      from = variable.get().from();
      written = lines(variable.get().text());
    }
    List<Transform> transforms = new ArrayList<>();
    for (String text : written) {
      parse(from, text, problems).ifPresent(transforms::add);
    }
    return transforms;
  }

  /** One transform, split at the first colon; empty, and a problem, if it is none. */
  static Optional<Transform> parse(String from, String text, Problems problems) {
    int colon = text.indexOf(':');
    String property = colon < 0 ? "" : text.substring(0, colon).strip();
    String source = text.substring(colon + 1).strip();
    if (property.isEmpty() || source.isEmpty()) {
      problems.add(from, "\"" + text.strip() + "\" is no transform; write 'PROPERTY: SOURCE'");
      return Optional.empty();
    }
    return Optional.of(new Transform(property, source));
  }

  /**
   * The transforms of a variable: one a line; a line without a property goes on with the one
   * before.
   */
  static List<String> lines(String text) {
    List<String> transforms = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (transforms.isEmpty() || BEGINS_TRANSFORM.matcher(line).matches()) {
        transforms.add(line);
      } else if (!line.isEmpty()) {
        int last = transforms.size() - 1;
        transforms.set(last, transforms.get(last) + " " + line);
      }
    }
    transforms.removeIf(String::isEmpty);
    return transforms;
  }
}
