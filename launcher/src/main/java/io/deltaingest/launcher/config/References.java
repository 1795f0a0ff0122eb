package io.deltaingest.launcher.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${env:NAME}} and {@code ${file:PATH}} in text. A dollar sign put before one that
 * a brace follows takes away its meaning. Of a file, one newline at its end is left out. Reads
 * files; otherwise immutable.
 */
public final class References {
  private static final long LARGEST_FILE = 1 << 20;
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?<escaped>\\$\\{)|\\$\\{(?<name>[^}]*)(?<end>}?)");
  private static final Pattern WHOLLY_REFERENCE = Pattern.compile("\\$\\{(?:env|file):[^}]*}");

  private final Map<String, String> environment;

  /**
   * @param environment the variables that {@code ${env:NAME}} may name
   */
  public References(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Whether there is a reference in the text. */
  static boolean isIn(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    while (matcher.find()) {
      if (matcher.group("escaped") == null) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text is one reference and nothing else, so that it is fit to be shown. */
  static boolean isOne(String text) {
    return WHOLLY_REFERENCE.matcher(text).matches();
  }

  /** The text that resolves to {@code literal}. */
  static String escape(String literal) {
    return literal.replace("${", "$${");
  }

  /**
   * The text with its references resolved; empty when one can't be, which {@code problems}
   * explains.
   */
  Optional<String> resolve(String path, String text, Problems problems) {
    if (!text.contains("${")) {
      return Optional.of(text);
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    boolean complete = true;
    while (matcher.find()) {
      Optional<String> value =
          matcher.group("escaped") != null
              ? Optional.of("${")
              : resolveOne(path, matcher.group(), matcher.group("name"), problems);
      complete &= value.isPresent();
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value.orElse("")));
    }
    matcher.appendTail(resolved);
    return complete ? Optional.of(resolved.toString()) : Optional.empty();
  }

  private Optional<String> resolveOne(String path, String written, String name, Problems problems) {
    if (written.endsWith("}") && name.startsWith("env:")) {
      String variable = name.substring("env:".length());
      String value = environment.get(variable);
      if (value == null) {
        problems.add(path, written + ": the environment variable " + variable + " is not set");
      }
      return Optional.ofNullable(value);
    }
    if (written.endsWith("}") && name.startsWith("file:")) {
      return readFile(path, written, name.substring("file:".length()), problems);
    }
    problems.add(
        path,
        "there is a ${ that begins no reference; write ${env:NAME} or ${file:PATH},"
            + " or $${ for the characters themselves");
    return Optional.empty();
  }

  private static Optional<String> readFile(
      String path, String written, String file, Problems problems) {
    try {
      Path location = Path.of(file);
      if (Files.size(location) > LARGEST_FILE) {
        problems.add(path, written + ": the file is larger than 1 MiB; that is no setting");
        return Optional.empty();
      }
      String text = Files.readString(location);
      if (text.endsWith("\r\n")) {
        return Optional.of(text.substring(0, text.length() - 2));
      }
      return Optional.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    } catch (IOException | InvalidPathException e) {
      problems.add(path, written + ": " + UnreadableFile.describe(file, e));
    }
    return Optional.empty();
  }
}
