package io.deltaingest.launcher.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the parts of a stream must look like, whichever way they were given. Empty: nothing is
 * wrong.
 */
public final class StreamRules {
  private static final Pattern STREAM_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern TOPIC_NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");
  private static final Set<String> CLOUD =
      Set.of("s3", "s3a", "adls2", "abfs", "abfss", "az", "azure", "adl");
  private static final ObjectMapper JSON = new ObjectMapper();

  private StreamRules() {}

  /** Stream names go into file names, metrics and URLs. */
  public static Optional<String> problemOfName(String name) {
    return STREAM_NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "\""
                + name
                + "\" is no stream name; up to 100 letters, digits, '.', '_' and '-',"
                + " the first one a letter or digit");
  }

  /** Kafka's own rule for topic names. */
  public static Optional<String> problemOfTopic(String topic) {
    boolean legal =
        TOPIC_NAME.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
    return legal
        ? Optional.empty()
        : Optional.of(
            "\""
                + topic
                + "\" is no topic name; Kafka allows up to 249 letters, digits, '.', '_'"
                + " and '-'");
  }

  /** Local paths, for now; of tables and of dead-letter tables. */
  public static Optional<String> problemOfLocation(String location) {
    if (location.isBlank()) {
      return Optional.of("must not be empty");
    }
    Matcher matcher = SCHEME.matcher(location);
    if (matcher.matches()) {
      String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
      if (CLOUD.contains(scheme)) {
        return Optional.of(
            scheme + ":// locations are not supported in this version; use a local path");
      }
      if (!scheme.equals("file")) {
        return Optional.of(
            scheme + ":// is no known kind of location; use a local path or file:///PATH");
      }
    }
    try {
      localPath(location);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("\"" + location + "\" is no path: " + e.getMessage());
    }
  }

  /**
   * Whether the text looks like a schema in Delta's JSON form; the rest is found when it is used.
   */
  public static Optional<String> problemOfSchema(String json) {
    try {
      JsonNode schema = JSON.readTree(json);
      return schema.path("type").asText().equals("struct") && schema.path("fields").isArray()
          ? Optional.empty()
          : Optional.of(
              "is no table schema; Delta's JSON form is"
                  + " {\"type\":\"struct\",\"fields\":[{\"name\":…,\"type\":…,\"nullable\":…,"
                  + "\"metadata\":{}}]}");
    } catch (JsonProcessingException e) {
      return Optional.of("is not valid JSON: " + e.getOriginalMessage());
    }
  }

  /** Throws an {@link IllegalArgumentException} when the location names no local directory. */
  private static Path localPath(String location) throws InvalidPathException {
    return location.regionMatches(true, 0, "file:", 0, 5)
        ? Path.of(URI.create(location))
        : Path.of(location);
  }
}
