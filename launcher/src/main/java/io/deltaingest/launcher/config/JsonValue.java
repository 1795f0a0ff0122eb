package io.deltaingest.launcher.config;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value that knows where it was written. The path stays with the value when defaults are
 * merged under a stream, so that a problem is reported where the user finds it.
 */
sealed interface JsonValue {

  /** Where it is: {@code streams[0].flush.allowedLatency}; empty for the document itself. */
  String path();

  /** What it is, with its article, for messages. */
  String kind();

  /** Members in the order in which they were written. */
  record JsonObject(String path, Map<String, JsonValue> members) implements JsonValue {
    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    static JsonObject empty(String path) {
      return new JsonObject(path, Map.of());
    }

    @Override
    public String kind() {
      return "an object";
    }

    /**
     * This object with {@code defaults} under it: objects member by member, anything else is
     * replaced. A null keeps the default out (RFC 7396), so that a stream can go back to the
     * built-in one.
     */
    JsonObject over(JsonObject defaults) {
      Map<String, JsonValue> merged = new LinkedHashMap<>(defaults.members);
      members.forEach(
          (name, value) -> {
            JsonValue below = defaults.members.get(name);
            merged.put(
                name,
                value instanceof JsonObject object && below instanceof JsonObject objectBelow
                    ? object.over(objectBelow)
                    : value);
          });
      return new JsonObject(path, merged);
    }
  }

  /** Elements in order. */
  record JsonArray(String path, List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }

    @Override
    public String kind() {
      return "an array";
    }
  }

  /** Text as written, references unresolved. */
  record JsonString(String path, String text) implements JsonValue {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number, exact. */
  record JsonNumber(String path, BigDecimal value) implements JsonValue {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /** True or false. */
  record JsonBoolean(String path, boolean value) implements JsonValue {
    @Override
    public String kind() {
      return value ? "true" : "false";
    }
  }

  /** Null. */
  record JsonNull(String path) implements JsonValue {
    @Override
    public String kind() {
      return "null";
    }
  }
}
