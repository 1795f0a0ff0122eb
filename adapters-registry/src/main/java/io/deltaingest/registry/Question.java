package io.deltaingest.registry;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * What a registry is asked for.
 *
 * @param path below the registry's URL, encoded, with a leading slash
 * @param subject of the question, for a person: "schema id 7"
 * @param id that the schema has; empty where the answer must say it
 */
record Question(String path, String subject, OptionalInt id) {

  static Question byId(int id) {
    return new Question("/schemas/ids/" + id, "schema id " + id, OptionalInt.of(id));
  }

  static Question latest(String subject) {
    return new Question(
        "/subjects/" + encoded(subject) + "/versions/latest",
        "subject " + subject,
        OptionalInt.empty());
  }

  /**
   * A schema that another one refers to. Deleted ones are wanted too: messages written while they
   * were there have to be read ("soft delete" keeps them for that).
   */
  static Question version(String subject, int version) {
    return new Question(
        "/subjects/" + encoded(subject) + "/versions/" + version + "?deleted=true",
        "version " + version + " of subject " + subject,
        OptionalInt.empty());
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
