package io.deltaingest.launcher.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.data.CloseableIterator;
import io.delta.standalone.data.RowRecord;
import io.delta.standalone.expressions.EqualTo;
import io.delta.standalone.expressions.Literal;
import io.delta.standalone.types.ArrayType;
import io.delta.standalone.types.DataType;
import io.delta.standalone.types.DecimalType;
import io.delta.standalone.types.MapType;
import io.delta.standalone.types.StructField;
import io.delta.standalone.types.StructType;
import io.delta.standalone.types.TimestampType;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * A table as delta-standalone reads it, rows in the form of {@link PeerRows} but without what
 * delta-standalone reads wrongly or not at all, whoever wrote it: timestamps other than INT96,
 * decimals of up to 18 digits (INT64 in Parquet, whose scale it loses), and lists and maps that
 * hold a null.
 */
final class StandaloneReader {

  private static final Set<String> UNREADABLE = Set.of("amount", "tags", "props");

  private final Path table;
  private final DeltaLog log;
  private final Snapshot snapshot;

  StandaloneReader(Path table) {
    this.table = table;
    log = DeltaLog.forTable(new Configuration(), table.toString());
    snapshot = log.update();
  }

  long txn(String appId) {
    return log.startTransaction().txnVersion(appId);
  }

  int files() {
    return snapshot.getAllFiles().size();
  }

  /** The data files that are left for a value of a partition column. */
  List<Path> filesOf(String column, String value) throws IOException {
    StructType schema = snapshot.getMetadata().getSchema();
    List<Path> files = new ArrayList<>();
    try (CloseableIterator<AddFile> scanned =
        snapshot.scan(new EqualTo(schema.column(column), Literal.of(value))).getFiles()) {
      scanned.forEachRemaining(
          file -> files.add(table.resolve(URI.create(file.getPath()).getPath())));
    }
    return files;
  }

  /** All of them by their column {@code id}. */
  List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (CloseableIterator<RowRecord> records = snapshot.open()) {
      while (records.hasNext()) {
        rows.add(new ObjectMapper().readTree(record(records.next()).toString()));
      }
    }
    rows.sort(Comparator.comparingLong(row -> row.get("id").asLong()));
    return rows;
  }

  /** That row of {@link PeerRows} as far as delta-standalone reads it. */
  static JsonNode readable(JsonNode row) {
    ObjectNode rest = row.deepCopy();
    rest.remove("happened_at");
    rest.remove(UNREADABLE);
    if (rest.at("/nested/inner").isObject()) {
      ((ObjectNode) rest.at("/nested/inner")).remove("at");
    }
    return rest;
  }

  private static ObjectNode record(RowRecord record) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    for (StructField field : record.getSchema().getFields()) {
      if (field.getDataType() instanceof TimestampType || UNREADABLE.contains(field.getName())) {
        continue;
      }
      String name = field.getName();
      row.set(
          name,
          record.isNullAt(name)
              ? JsonNodeFactory.instance.nullNode()
              : value(get(record, name, field.getDataType()), field.getDataType()));
    }
    return row;
  }

  private static Object get(RowRecord record, String name, DataType type) {
    return switch (type.getTypeName()) {
      case "struct" -> record.getRecord(name);
      case "array" -> record.getList(name);
      case "map" -> record.getMap(name);
      case "boolean" -> record.getBoolean(name);
      case "byte" -> record.getByte(name);
      case "short" -> record.getShort(name);
      case "integer" -> record.getInt(name);
      case "long" -> record.getLong(name);
      case "float" -> record.getFloat(name);
      case "double" -> record.getDouble(name);
      case "string" -> record.getString(name);
      case "binary" -> record.getBinary(name);
      case "date" -> record.getDate(name);
      case "decimal" -> record.getBigDecimal(name);
      default -> throw new IllegalStateException(type.getTypeName());
    };
  }

  private static JsonNode value(Object value, DataType type) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value == null) {
      return json.nullNode();
    }
    if (value instanceof RowRecord record) {
      return record(record);
    }
    if (type instanceof ArrayType array) {
      ArrayNode items = json.arrayNode();
      ((List<?>) value).forEach(item -> items.add(value(item, array.getElementType())));
      return items;
    }
    if (type instanceof MapType map) {
      ObjectNode entries = json.objectNode();
      ((Map<?, ?>) value)
          .forEach((key, item) -> entries.set((String) key, value(item, map.getValueType())));
      return entries;
    }
    if (value instanceof Boolean truth) {
      return json.booleanNode(truth);
    }
    if (value instanceof Float || value instanceof Double) {
      return json.numberNode(((Number) value).doubleValue());
    }
    if (value instanceof Number number && !(type instanceof DecimalType)) {
      return json.numberNode(number.longValue());
    }
    if (type instanceof DecimalType decimal) {
      return json.textNode(((BigDecimal) value).setScale(decimal.getScale()).toPlainString());
    }
    return json.textNode(text(value));
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    return (String) value;
  }
}
