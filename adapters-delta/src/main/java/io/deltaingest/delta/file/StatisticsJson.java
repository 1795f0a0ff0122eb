package io.deltaingest.delta.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaingest.delta.file.StatisticsPlan.Counted;
import io.deltaingest.delta.file.StatisticsPlan.Group;
import io.deltaingest.delta.file.StatisticsPlan.Leaf;
import io.deltaingest.delta.file.StatisticsPlan.Node;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.PrimitiveType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;

/**
 * A file's statistics as the protocol's JSON ("Per-file Statistics"). A bound that can't be said
 * exactly enough in JSON (infinity, a year of five digits, bytes that are no text) is left out:
 * that is always right, only less useful.
 */
final class StatisticsJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final StatisticsPlan plan;
  private final List<ColumnChunk<?>> chunks;
  private final long[] collectionNulls;

  private StatisticsJson(StatisticsPlan plan, List<ColumnChunk<?>> chunks, long[] collectionNulls) {
    this.plan = plan;
    this.chunks = chunks;
    this.collectionNulls = collectionNulls;
  }

  static String of(
      StatisticsPlan plan, List<ColumnChunk<?>> chunks, long[] collectionNulls, long rows) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      new StatisticsJson(plan, chunks, collectionNulls).write(json, rows);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private void write(JsonGenerator json, long rows) throws IOException {
    json.writeStartObject();
    json.writeNumberField("numRecords", rows);
    json.writeObjectFieldStart("minValues");
    for (Node node : plan.columns()) {
      writeBound(json, node, true);
    }
    json.writeEndObject();
    json.writeObjectFieldStart("maxValues");
    for (Node node : plan.columns()) {
      writeBound(json, node, false);
    }
    json.writeEndObject();
    json.writeObjectFieldStart("nullCount");
    for (Node node : plan.columns()) {
      writeNullCount(json, node);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeNullCount(JsonGenerator json, Node node) throws IOException {
    if (node instanceof Group group) {
      json.writeObjectFieldStart(group.name());
      for (Node child : group.nodes()) {
        writeNullCount(json, child);
      }
      json.writeEndObject();
    } else if (node instanceof Counted counted) {
      json.writeNumberField(counted.name(), collectionNulls[counted.collection()]);
    } else if (node instanceof Leaf leaf) {
      json.writeNumberField(leaf.name(), chunks.get(leaf.leaf()).fileNulls());
    }
  }

  private void writeBound(JsonGenerator json, Node node, boolean min) throws IOException {
    if (node instanceof Group group) {
      json.writeObjectFieldStart(group.name());
      for (Node child : group.nodes()) {
        writeBound(json, child, min);
      }
      json.writeEndObject();
    } else if (node instanceof Leaf leaf) {
      ColumnChunk<?> chunk = chunks.get(leaf.leaf());
      Bounds<?> bounds = chunk.fileBounds();
      if (bounds instanceof IntegralBounds integral && !integral.isEmpty()) {
        long value = min ? integral.min() : integral.max();
        writeIntegral(json, leaf.name(), chunk.leaf.type(), value);
      } else if (bounds instanceof FloatingBounds floating) {
        writeFloating(json, leaf.name(), chunk.leaf.type(), floating, min);
      } else if (bounds instanceof BytesBounds bytes && !bytes.isEmpty()) {
        writeText(json, leaf.name(), chunk.leaf.type(), bytes, min);
      } else if (bounds instanceof WideDecimalBounds wide && !wide.isEmpty()) {
        BigInteger value = min ? wide.min() : wide.max();
        int scale = ((DecimalType) chunk.leaf.type()).scale();
        json.writeFieldName(leaf.name());
        json.writeNumber(TextForms.decimal(value, scale));
      }
    }
  }

  private static void writeIntegral(JsonGenerator json, String name, DataType type, long value)
      throws IOException {
    if (type instanceof DecimalType decimal) {
      json.writeFieldName(name);
      json.writeNumber(TextForms.decimal(BigInteger.valueOf(value), decimal.scale()));
      return;
    }
    switch ((PrimitiveType) type) {
      case DATE -> {
        if (TextForms.isFourDigitYear(LocalDate.ofEpochDay(value).atStartOfDay())) {
          json.writeStringField(name, TextForms.date(value));
        }
      }
      case TIMESTAMP -> {
        if (TextForms.isFourDigitYear(TextForms.dateTime(value))) {
          json.writeStringField(name, TextForms.isoMillis(value) + "Z");
        }
      }
      case TIMESTAMP_NTZ -> {
        if (TextForms.isFourDigitYear(TextForms.dateTime(value))) {
          json.writeStringField(name, TextForms.isoMillis(value));
        }
      }
      default -> json.writeNumberField(name, value);
    }
  }

  private static void writeFloating(
      JsonGenerator json, String name, DataType type, FloatingBounds bounds, boolean min)
      throws IOException {
    if (!(min ? bounds.hasMin() : bounds.hasMax())) {
      return;
    }
    double value = min ? bounds.min() : bounds.max();
    if (Double.isInfinite(value)) {
      return;
    }
    if (type == PrimitiveType.FLOAT) {
      json.writeNumberField(name, (float) value);
    } else {
      json.writeNumberField(name, value);
    }
  }

  private static void writeText(
      JsonGenerator json, String name, DataType type, BytesBounds bounds, boolean min)
      throws IOException {
    if (type != PrimitiveType.STRING) {
      return;
    }
    BytesBounds.Bound bound = min ? bounds.min() : bounds.max();
    byte[] bytes = bound.toArray();
    int whole = bound.isCut() ? wholeCharacters(bytes) : bytes.length;
    String text = TextForms.utf8(bytes, 0, whole);
    if (text != null) {
      json.writeStringField(
          name, min ? StringBound.lower(text) : StringBound.upper(text, bound.isCut()));
    }
  }

  /** The length without a UTF-8 character that was cut in two. */
  private static int wholeCharacters(byte[] bytes) {
    int start = bytes.length - 1;
    while (start > 0 && (bytes[start] & 0xC0) == 0x80) {
      start--;
    }
    int lead = bytes[start] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return start + length <= bytes.length ? bytes.length : start;
  }
}
