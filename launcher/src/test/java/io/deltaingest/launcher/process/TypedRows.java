package io.deltaingest.launcher.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Rows with a column for each of Avro's types: as JSON, which is also how a reader's rows are
 * compared (decimals and times as text, UTC with microseconds; binary as base64), and as records of
 * Avro's own library. The schemas lie in the test resources.
 */
final class TypedRows {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COLOURS = List.of("RED", "GREEN", "BLUE");

  /** What {@code origin} is in the rows of {@link #OLD_AVRO}, by the default of {@link #AVRO}. */
  private static final String DEFAULT_ORIGIN = "unknown";

  static final Path AVRO_FILE = Path.of("src/test/resources/typed-rows/row.avsc").toAbsolutePath();
  static final Path DELTA_FILE =
      Path.of("src/test/resources/typed-rows/row.delta.json").toAbsolutePath();
  static final Schema AVRO = parse();

  /** An older version, without {@code origin}. */
  static final Schema OLD_AVRO =
      Schema.createRecord(
          AVRO.getName(),
          null,
          AVRO.getNamespace(),
          false,
          AVRO.getFields().stream()
              .filter(field -> !field.name().equals("origin"))
              .map(field -> new Schema.Field(field, field.schema()))
              .toList());

  private TypedRows() {}

  /** Rows of those ids. Every second one can be written with {@link #OLD_AVRO}. */
  static List<JsonNode> of(int count) {
    List<JsonNode> rows = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      rows.add(row(id));
    }
    return rows;
  }

  static boolean fitsOldSchema(JsonNode row) {
    return row.get("origin").asText().equals(DEFAULT_ORIGIN);
  }

  private static JsonNode row(int id) {
    int sign = id % 3 == 0 ? -1 : 1;
    ObjectNode row = JSON.createObjectNode();
    row.put("id", id);
    row.put("origin", id % 2 == 0 ? DEFAULT_ORIGIN : "quelle-ü");
    row.put("name", id % 5 == 0 ? null : "grüße \"" + id + "\" 🚀");
    row.put("flag", id % 2 == 0);
    row.put("small", id % 7 == 0 ? Integer.MIN_VALUE : id * 1000 * sign);
    row.put("big", id % 7 == 0 ? Long.MAX_VALUE : id * 10_000_000_000L * sign);
    row.put("ratio", sign * id * 0.1);
    row.put("score", sign * id * 0.25);
    row.put(
        "payload", Base64.getEncoder().encodeToString(new byte[] {0, (byte) (sign * id), -1, 127}));
    row.put("day", LocalDate.of(1970, 1, 1).plusDays(500L * sign * id).toString());
    row.put("at_millis", time(sign * (id * 86_400_123L + 1) * 1000L));
    row.put("at_micros", time(sign * (id * 86_400_123_457L + 1)));
    row.put("clock", id * 1001);
    row.put("amount", BigDecimal.valueOf(sign * (id * 1_234_567_890_123L + 1), 4).toPlainString());
    row.put("price", BigDecimal.valueOf(sign * (id * 131L + 5), 2).toPlainString());
    row.put("token", new UUID(id * 0x0123456789ABCDEFL, ~id).toString());
    row.put("colour", COLOURS.get(id % COLOURS.size()));
    ObjectNode place = row.putObject("place").put("city", "Zürich " + id);
    place.put("zip", id % 4 == 0 ? null : (Integer) (8000 + id));
    ArrayNode tags = row.putArray("tags");
    ObjectNode counts = row.putObject("counts");
    ArrayNode items = row.putArray("items");
    for (int i = 0; i < id % 4; i++) {
      tags.add("t" + i);
      counts.put("c" + i, i * 5_000_000_000L);
      items.addObject().put("sku", "s" + i).put("n", i);
    }
    row.put("either", id % 3 == 0 ? null : id % 3 == 1 ? Integer.toString(id) : "text " + id);
    return reread(row);
  }

  /** The row as a record of Avro's library, of that version of the schema. */
  static GenericRecord record(JsonNode row, Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.name(), value(field, row.get(field.name())));
    }
    return record;
  }

  private static Object value(Schema.Field field, JsonNode value) {
    Schema schema = field.schema();
    return switch (field.name()) {
      case "id", "big" -> value.asLong();
      case "flag" -> value.asBoolean();
      case "small", "clock" -> value.asInt();
      case "ratio" -> value.asDouble();
      case "score" -> (float) value.asDouble();
      case "payload" -> ByteBuffer.wrap(Base64.getDecoder().decode(value.asText()));
      case "day" -> (int) LocalDate.parse(value.asText()).toEpochDay();
      case "at_millis" -> Instant.parse(value.asText()).toEpochMilli();
      case "at_micros" -> micros(Instant.parse(value.asText()));
      case "amount" -> ByteBuffer.wrap(unscaled(value));
      case "price" -> new GenericData.Fixed(schema, widened(unscaled(value), schema));
      case "colour" -> new GenericData.EnumSymbol(schema, value.asText());
      case "place" -> {
        GenericRecord place = new GenericData.Record(schema);
        place.put("city", value.get("city").asText());
        place.put("zip", value.get("zip").isNull() ? null : value.get("zip").asInt());
        yield place;
      }
      case "tags" -> {
        List<String> tags = new ArrayList<>();
        value.forEach(tag -> tags.add(tag.asText()));
        yield tags;
      }
      case "counts" -> {
        Map<String, Long> counts = new HashMap<>();
        value.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        yield counts;
      }
      case "items" -> {
        List<GenericRecord> items = new ArrayList<>();
        for (JsonNode item : value) {
          GenericRecord record = new GenericData.Record(schema.getElementType());
          record.put("sku", item.get("sku").asText());
          record.put("n", item.get("n").asInt());
          items.add(record);
        }
        yield items;
      }
      case "either" -> either(value);
      default -> value.isNull() ? null : value.asText();
    };
  }

  private static Object either(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    return value.asText().startsWith("text") ? value.asText() : (Object) value.asLong();
  }

  private static byte[] unscaled(JsonNode decimal) {
    return new BigDecimal(decimal.asText()).unscaledValue().toByteArray();
  }

  private static byte[] widened(byte[] number, Schema fixed) {
    ByteBuffer bytes = ByteBuffer.allocate(fixed.getFixedSize());
    for (int i = number.length; i < fixed.getFixedSize(); i++) {
      bytes.put((byte) (number[0] < 0 ? -1 : 0));
    }
    return bytes.put(number).array();
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
  }

  private static String time(long micros) {
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
    String seconds = instant.toString().substring(0, 19);
    return seconds + ".%06dZ".formatted(Math.floorMod(micros, 1_000_000L));
  }

  /** The rows of a table, ordered by id, as DuckDB sees them. */
  static List<JsonNode> read(Path location) {
    try (ForeignTable table = new ForeignTable(location)) {
      return table
          .rows(
              """
              SELECT to_json(struct_pack(id := id, origin := origin, name := name, flag := flag,
                small := small, big := big, ratio := ratio, score := score::DOUBLE,
                payload := base64(payload), day := day::VARCHAR,
                at_millis := strftime(timezone('UTC', at_millis), '%Y-%m-%dT%H:%M:%S.%fZ'),
                at_micros := strftime(timezone('UTC', at_micros), '%Y-%m-%dT%H:%M:%S.%fZ'),
                clock := clock, amount := amount::VARCHAR, price := price::VARCHAR,
                token := token, colour := colour, place := place, tags := tags,
                counts := counts, items := items, either := either))
              FROM t ORDER BY id
              """)
          .stream()
          .map(row -> readTree(row.get(0)))
          .toList();
    }
  }

  /** So that numbers are of the types that a parser gives them. */
  private static JsonNode reread(JsonNode row) {
    return readTree(row.toString());
  }

  private static JsonNode readTree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema parse() {
    try {
      return new Schema.Parser().parse(AVRO_FILE.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
