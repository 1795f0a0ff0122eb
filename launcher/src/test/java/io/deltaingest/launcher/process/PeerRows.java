package io.deltaingest.launcher.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Messages for {@link PeerReadersIT} and the rows that any engine must find, in one form: decimals
 * with the scale of their column, dates and times as text with microseconds, binary as base64.
 * Every column is missing in some messages.
 */
final class PeerRows {

  static final String STRING = "\"string\"";

  /** Every type that a table without table features may have; by place and day. */
  static final Map<String, String> PLAIN =
      schema(
          "id", "\"long\"",
          "flag", "\"boolean\"",
          "tiny", "\"byte\"",
          "small", "\"short\"",
          "number", "\"integer\"",
          "ratio", "\"double\"",
          "score", "\"float\"",
          "amount", "\"decimal(12,2)\"",
          "big", "\"decimal(38,10)\"",
          "name", STRING,
          "raw", "\"binary\"",
          "seen_on", "\"date\"",
          "happened_at", "\"timestamp\"",
          "nested",
              struct("count", "\"long\"", "inner", struct("label", STRING, "at", "\"timestamp\"")),
          "tags", array(STRING),
          "items", array(struct("x", "\"integer\"", "y", STRING)),
          "props",
              "{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"long\",\"valueContainsNull\":true}",
          "place", STRING,
          "day", "\"date\"");

  static final String[] PLAIN_PARTITIONS = {"place", "day"};

  /** With timestamps without a time zone, and partitions of types that have more than one text. */
  static final Map<String, String> FEATURED =
      schema(
          "id", "\"long\"",
          "name", STRING,
          "local_time", "\"timestamp_ntz\"",
          "p_flag", "\"boolean\"",
          "p_amount", "\"decimal(12,2)\"",
          "p_score", "\"float\"",
          "p_at", "\"timestamp\"",
          "p_local", "\"timestamp_ntz\"");

  static final String[] FEATURED_PARTITIONS = {"p_flag", "p_amount", "p_score", "p_at", "p_local"};

  /** The last but one is no value for Delta: an empty partition value is null. */
  static final List<String> PLACES =
      List.of(
          "plain",
          "a/b=c%d e:ü",
          "100%25",
          "it's \"quoted\"",
          "q?#&+;,",
          "日本 🚀",
          " both ends ",
          "..",
          "*[a]{b}\\",
          "tab\there",
          "",
          "__HIVE__");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2021-03-24T15:06:17.321710Z");
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS");
  private static final String LONG_TEXT = "a text that is longer than what statistics keep 🚀";

  private PeerRows() {}

  /** The message, and, but for what is missing and empty, the row. */
  static ObjectNode message(long id) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", id);
    row.put("flag", id % 2 == 0);
    row.put("tiny", (int) (id % 256) - 128);
    row.put("small", (int) (id * 100 - 10_000));
    row.put("number", (int) (id * 7));
    row.put("ratio", id / 4.0 - 10);
    row.put("score", id % 5 + 0.5);
    row.put("amount", "%d.%02d".formatted(id, id % 100));
    // delta-standalone reads no decimal of more than 20 digits before the point
    row.put("big", (id % 3 == 0 ? "-" : "") + "12345678901234567%03d.0123456789".formatted(id));
    row.put("name", (char) ('a' + id % 26) + (id % 4 == 0 ? LONG_TEXT : "") + id);
    row.put("raw", Base64.getEncoder().encodeToString(new byte[] {0, (byte) id, -1}));
    row.put("seen_on", LocalDate.of(1969, 12, 1).plusDays(id * 97).toString());
    row.put("happened_at", time(START.plusSeconds(id * 61)) + "Z");
    ObjectNode nested = row.putObject("nested").put("count", id);
    nested
        .putObject("inner")
        .put("label", "l" + id % 3)
        .put("at", time(START.minusMillis(id)) + "Z");
    row.putArray("tags").add("t" + id).addNull();
    row.putArray("items").addObject().put("x", (int) id).put("y", "y" + id);
    row.putObject("props").put("k", id).putNull("n");
    row.put("place", PLACES.get((int) (id % PLACES.size())));
    row.put("day", LocalDate.of(2021, 3, 24).plusDays(id / 100).toString());
    row.put("local_time", time(START.plusNanos(id * 1_000)));
    row.put("p_flag", id % 2 == 0);
    row.put("p_amount", id % 3 == 0 ? "12.30" : "-0.05");
    row.put("p_score", id % 3 == 0 ? 1.5 : 1024.25);
    row.put("p_at", id % 2 == 0 ? "2021-03-24T15:06:17.000001Z" : "1969-12-31T23:59:59.500000Z");
    row.put("p_local", id % 2 == 0 ? "2021-03-24T15:06:17.000000" : "2021-03-24T15:06:17.120000");
    int column = 0;
    for (String name : List.copyOf(row.properties()).stream().map(Map.Entry::getKey).toList()) {
      if (!name.equals("id") && (id + ++column) % 41 == 0) {
        row.remove(name);
      }
    }
    return row;
  }

  /** The row that a table with those columns has for the message. */
  static JsonNode row(long id, Map<String, String> schema) {
    ObjectNode message = message(id);
    ObjectNode row = JSON.createObjectNode();
    for (String column : schema.keySet()) {
      JsonNode value = message.path(column);
      boolean missing =
          value.isMissingNode() || (column.equals("place") && value.asText().isEmpty());
      row.set(column, missing ? JSON.nullNode() : value);
    }
    try {
      return JSON.readTree(row.toString());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String schemaJson(Map<String, String> schema) {
    String[] namesAndTypes =
        schema.entrySet().stream()
            .flatMap(column -> Stream.of(column.getKey(), column.getValue()))
            .toArray(String[]::new);
    return struct(namesAndTypes);
  }

  private static String time(Instant instant) {
    return MICROS.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  private static Map<String, String> schema(String... namesAndTypes) {
    Map<String, String> schema = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      schema.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    return schema;
  }

  private static String struct(String... namesAndTypes) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields
          .append(i == 0 ? "" : ",")
          .append("{\"name\":\"")
          .append(namesAndTypes[i])
          .append("\",\"type\":")
          .append(namesAndTypes[i + 1])
          .append(",\"nullable\":true,\"metadata\":{}}");
    }
    return "{\"type\":\"struct\",\"fields\":[" + fields + "]}";
  }

  private static String array(String element) {
    return "{\"type\":\"array\",\"elementType\":" + element + ",\"containsNull\":true}";
  }
}
