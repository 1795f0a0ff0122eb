import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads a Delta table by Spark; request and answer are those of {@code read_table.py}. Run as a
 * source file, with Spark's class path.
 */
public final class SparkReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkReader() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream answerTo =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    JsonNode request = JSON.readTree(System.in);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("reader")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.databricks.delta.snapshotPartitions", "2")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      answerTo.println(JSON.writeValueAsString(answer(spark, request)));
    }
  }

  private static ObjectNode answer(SparkSession spark, JsonNode request) {
    String path = request.get("table").asText();
    String key = request.get("key").asText();
    Dataset<Row> table = spark.read().format("delta").load(path);
    DeltaLog log = DeltaLog.forTable(spark, path);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("version", log.update(false, scala.Option.empty(), scala.Option.empty()).version());
    ArrayNode rows = answer.putArray("rows");
    for (Row row : table.orderBy(key).collectAsList()) {
      rows.add(struct(row, table.schema()));
    }
    ArrayNode filtered = answer.putArray("filtered");
    for (JsonNode condition : request.get("filters")) {
      ArrayNode keys = filtered.addArray();
      for (Row row : table.where(condition.asText()).select(key).orderBy(key).collectAsList()) {
        keys.addPOJO(row.get(0));
      }
    }
    ObjectNode txns = answer.putObject("txns");
    for (JsonNode appId : request.get("appIds")) {
      long version = log.startTransaction().txnVersion(appId.asText());
      if (version < 0) {
        txns.putNull(appId.asText());
      } else {
        txns.put(appId.asText(), version);
      }
    }
    return answer;
  }

  private static ObjectNode struct(Row row, StructType type) {
    ObjectNode node = JSON.createObjectNode();
    StructField[] fields = type.fields();
    for (int i = 0; i < fields.length; i++) {
      node.set(fields[i].name(), value(row.isNullAt(i) ? null : row.get(i)));
    }
    return node;
  }

  private static JsonNode value(Object value) {
    if (value instanceof Row row) {
      return struct(row, row.schema());
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      ObjectNode node = JSON.createObjectNode();
      scala.jdk.javaapi.CollectionConverters.asJava(map)
          .forEach((name, item) -> node.set((String) name, value(item)));
      return node;
    }
    if (value instanceof scala.collection.Seq<?> list) {
      ArrayNode node = JSON.createArrayNode();
      List<?> items = scala.jdk.javaapi.CollectionConverters.asJava(list);
      items.forEach(item -> node.add(value(item)));
      return node;
    }
    if (value instanceof java.math.BigDecimal decimal) {
      return JSON.getNodeFactory().textNode(decimal.toPlainString());
    }
    if (value instanceof byte[] bytes) {
      return JSON.getNodeFactory().textNode(Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof java.time.Instant instant) {
      return JSON.getNodeFactory().textNode(micros(instant.atOffset(ZoneOffset.UTC).toLocalDateTime()) + "Z");
    }
    if (value instanceof java.time.LocalDateTime local) {
      return JSON.getNodeFactory().textNode(micros(local));
    }
    if (value instanceof java.time.LocalDate date) {
      return JSON.getNodeFactory().textNode(date.toString());
    }
    return JSON.valueToTree(value);
  }

  private static String micros(java.time.LocalDateTime time) {
    return time.format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS"));
  }
}
