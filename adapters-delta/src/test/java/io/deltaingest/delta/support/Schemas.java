package io.deltaingest.delta.support;

import java.util.ArrayList;
import java.util.List;

/** Schemas in the log's JSON form. */
public final class Schemas {

  /** The table that web requests go to. */
  public static final String WEB_REQUESTS =
      struct(
          "uuid",
          "\"string\"",
          "session_id",
          "\"string\"",
          "url",
          "\"string\"",
          "method",
          "\"string\"",
          "status",
          "\"integer\"",
          "meta",
          struct(
              "producer", struct("timestamp", "\"string\""),
              "kafka", struct("offset", "\"long\"", "partition", "\"integer\"")),
          "date",
          "\"string\"");

  private Schemas() {}

  /** A struct of nullable fields: name, type as JSON, and so on. */
  public static String struct(String... namesAndTypes) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(field(namesAndTypes[i], namesAndTypes[i + 1], true));
    }
    return struct(fields);
  }

  /** A struct of those fields. */
  public static String struct(List<String> fields) {
    return "{\"type\":\"struct\",\"fields\":[" + String.join(",", fields) + "]}";
  }

  /** A field. */
  public static String field(String name, String type, boolean nullable) {
    return "{\"name\":\""
        + name
        + "\",\"type\":"
        + type
        + ",\"nullable\":"
        + nullable
        + ",\"metadata\":{}}";
  }

  /** An array of nullable elements. */
  public static String array(String type) {
    return "{\"type\":\"array\",\"elementType\":" + type + ",\"containsNull\":true}";
  }

  /** A map to nullable values. */
  public static String map(String key, String value) {
    return "{\"type\":\"map\",\"keyType\":"
        + key
        + ",\"valueType\":"
        + value
        + ",\"valueContainsNull\":true}";
  }
}
