package io.deltaingest.launcher.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.deltaingest.launcher.config.JsonValue.JsonArray;
import io.deltaingest.launcher.config.JsonValue.JsonBoolean;
import io.deltaingest.launcher.config.JsonValue.JsonNull;
import io.deltaingest.launcher.config.JsonValue.JsonNumber;
import io.deltaingest.launcher.config.JsonValue.JsonObject;
import io.deltaingest.launcher.config.JsonValue.JsonString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON text to {@link JsonValue} and back: RFC 8259 to the letter, and no key twice. */
final class JsonDocument {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  private JsonDocument() {}

  /**
   * Reads a document that is one object. What is wrong goes to {@code problems}; text that is no
   * JSON at all gives one problem, with line and column, and an empty object.
   */
  static JsonObject parse(String text, Problems problems) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        problems.add("", "the document is empty; it must be a JSON object");
        return JsonObject.empty("");
      }
      JsonValue value = read(parser, "", problems);
      if (parser.nextToken() != null) {
        problems.add(
            "", "there is more text after the document" + at(parser.currentTokenLocation()));
      }
      if (value instanceof JsonObject object) {
        return object;
      }
      problems.add("", "the document is " + value.kind() + "; it must be an object");
    } catch (JsonProcessingException e) {
      problems.add("", "not valid JSON" + at(e.getLocation()) + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return JsonObject.empty("");
  }

  /** The value as compact JSON. */
  static String write(JsonValue value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The path of a member. */
  static String member(String path, String key) {
    if (!PLAIN_KEY.matcher(key).matches()) {
      return path + "[\"" + key + "\"]";
    }
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String at(JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static JsonValue read(JsonParser parser, String path, Problems problems)
      throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> readObject(parser, path, problems);
      case START_ARRAY -> readArray(parser, path, problems);
      case VALUE_STRING -> new JsonString(path, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(path, parser.getDecimalValue());
      case VALUE_TRUE -> new JsonBoolean(path, true);
      case VALUE_FALSE -> new JsonBoolean(path, false);
      case VALUE_NULL -> new JsonNull(path);
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value starts with " + token);
    };
  }

  private static JsonObject readObject(JsonParser parser, String path, Problems problems)
      throws IOException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String keyPath = member(path, key);
      if (members.containsKey(key)) {
        problems.add(
            keyPath, "written twice" + at(parser.currentTokenLocation()) + "; keep one of the two");
      }
      parser.nextToken();
      members.put(key, read(parser, keyPath, problems));
    }
    return new JsonObject(path, members);
  }

  private static JsonArray readArray(JsonParser parser, String path, Problems problems)
      throws IOException {
    List<JsonValue> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(read(parser, path + "[" + elements.size() + "]", problems));
    }
    return new JsonArray(path, elements);
  }

  private static void write(JsonValue value, JsonGenerator to) throws IOException {
    if (value instanceof JsonObject object) {
      to.writeStartObject();
      for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
        to.writeFieldName(member.getKey());
        write(member.getValue(), to);
      }
      to.writeEndObject();
    } else if (value instanceof JsonArray array) {
      to.writeStartArray();
      for (JsonValue element : array.elements()) {
        write(element, to);
      }
      to.writeEndArray();
    } else if (value instanceof JsonString string) {
      to.writeString(string.text());
    } else if (value instanceof JsonNumber number) {
      to.writeNumber(number.value());
    } else if (value instanceof JsonBoolean bool) {
      to.writeBoolean(bool.value());
    } else {
      to.writeNull();
    }
  }
}
