package io.deltaingest.formats.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The sources {@code kafka.…} by their names. */
final class MetadataSources {

  private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
  private static final String QUOTED = "\"[^\"\\\\]+\"";

  /** A source that can only mean record metadata, known or not. */
  private static final Pattern METADATA = Pattern.compile("kafka(\\." + IDENTIFIER + ")+");

  /** Names of headers often have dashes and dots; any other name is written in quotes. */
  private static final Pattern HEADER =
      Pattern.compile("kafka\\.headers\\.([A-Za-z0-9_.-]+|" + QUOTED + ")");

  private static final Pattern KEY_PATH =
      Pattern.compile("kafka\\.key((\\.(" + IDENTIFIER + "|" + QUOTED + "))+)");

  private static final Pattern STEP = Pattern.compile("\\.(" + IDENTIFIER + "|" + QUOTED + ")");

  private MetadataSources() {}

  static boolean isMetadata(String source) {
    return METADATA.matcher(source).matches()
        || HEADER.matcher(source).matches()
        || KEY_PATH.matcher(source).matches();
  }

  static boolean isPathIntoKey(String source) {
    return KEY_PATH.matcher(source).matches();
  }

  /** The source of that name, or null. */
  static TransformSource find(String source, boolean decodedKeys) {
    if (decodedKeys && source.equals(RecordMetadata.KEY.sourceName())) {
      return new KeySource(List.of());
    }
    for (RecordMetadata metadata : RecordMetadata.values()) {
      if (metadata.sourceName().equals(source)) {
        return metadata;
      }
    }
    Matcher header = HEADER.matcher(source);
    if (header.matches()) {
      return new HeaderSource(unquoted(header.group(1)));
    }
    Matcher path = KEY_PATH.matcher(source);
    if (decodedKeys && path.matches()) {
      List<String> names = new ArrayList<>();
      for (Matcher step = STEP.matcher(path.group(1)); step.find(); ) {
        names.add(unquoted(step.group(1)));
      }
      return new KeySource(names);
    }
    return null;
  }

  /** The known source that was most likely meant. */
  static String nearest(String source) {
    return NearestName.of(
        source, Arrays.stream(RecordMetadata.values()).map(RecordMetadata::sourceName).toList());
  }

  /** All there are, for people. */
  static String names() {
    return Arrays.stream(RecordMetadata.values())
        .map(RecordMetadata::sourceName)
        .collect(Collectors.joining(", ", "", ", kafka.headers.NAME"));
  }

  private static String unquoted(String name) {
    return name.startsWith("\"") ? name.substring(1, name.length() - 1) : name;
  }
}
