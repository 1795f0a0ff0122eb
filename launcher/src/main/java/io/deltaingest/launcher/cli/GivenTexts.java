package io.deltaingest.launcher.cli;

import io.deltaingest.launcher.config.Problems;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes each value from its option or, where that is not given, from its environment variable, and
 * says which of the two it was when the value is wrong. An empty variable is one that is not set,
 * as in {@code docker run -e NAME=}.
 */
final class GivenTexts {
  private final Map<String, String> environment;
  private final Problems problems;

  /** A text and what to call it in a message. */
  record Given(String from, String text) {}

  GivenTexts(Map<String, String> environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** The option's text or else the variable's. */
  Optional<Given> text(String option, String given, String variable) {
    return given == null ? variable(variable) : Optional.of(new Given(option, given));
  }

  /** The variable's text, unless it is empty. */
  Optional<Given> variable(String name) {
    String text = environment.getOrDefault(name, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(new Given(inEnvironment(name), text));
  }

  /** Whether the variable is set, even to nothing. */
  boolean isSet(String variable) {
    return environment.containsKey(variable);
  }

  /** The flag, or else the variable, which must be {@code true} or {@code false}. */
  boolean flag(boolean given, String variable) {
    Optional<Given> text = given ? Optional.empty() : variable(variable);
    if (text.isPresent() && !text.get().text().strip().matches("(?i)true|false")) {
      problems.add(text.get().from(), "\"" + text.get().text() + "\" is neither true nor false");
    }
    return given || text.map(t -> Boolean.parseBoolean(t.text().strip())).orElse(false);
  }

  /** A text that must not be blank where it is given. */
  Optional<String> word(Optional<Given> given) {
    return read(
        given,
        text -> {
          if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
          }
          return text.strip();
        });
  }

  /** A whole number. */
  Optional<Integer> number(Optional<Given> given, int most) {
    return read(
        given,
        text -> {
          if (text.strip().matches("0*[1-9]\\d{0,9}")) {
            long number = Long.parseLong(text.strip());
            if (number <= most) {
              return (int) number;
            }
          }
          throw new IllegalArgumentException(
              "\"" + text + "\" is not a whole number from 1 to " + most);
        });
  }

  /**
   * What {@code parse} makes of the text; where it throws an {@link IllegalArgumentException}, its
   * message is the problem.
   */
  <T> Optional<T> read(Optional<Given> given, Function<String, T> parse) {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(given.get().text()));
    } catch (IllegalArgumentException e) {
      problems.add(given.get().from(), e.getMessage());
      return Optional.empty();
    }
  }

  /** One of some words. */
  <T> Optional<T> chosen(Optional<Given> text, Map<String, T> words) {
    return read(
        text,
        word -> {
          T chosen = words.get(word.strip());
          if (chosen == null) {
            throw new IllegalArgumentException(
                "\"" + word + "\" is none of " + String.join(", ", words.keySet()));
          }
          return chosen;
        });
  }

  static String inEnvironment(String variable) {
    return variable + " (environment)";
  }
}
