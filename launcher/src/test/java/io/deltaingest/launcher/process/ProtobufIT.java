package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protobuf, from messages that Python wrote to tables that DuckDB reads. */
class ProtobufIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIRST =
      """
      syntax = "proto3";
      package shop;
      import "google/protobuf/timestamp.proto";
      message Order {
        int64 id = 1;
        string customer = 2;
        google.protobuf.Timestamp at = 3;
        State state = 4;
        enum State { NEW = 0; PAID = 1; }
      }
      """;
  private static final String SECOND =
      """
      syntax = "proto3";
      package shop;
      import "google/protobuf/timestamp.proto";
      import "google/protobuf/wrappers.proto";
      import "google/protobuf/duration.proto";
      import "google/protobuf/struct.proto";
      message Order {
        int64 id = 1;
        string customer = 2;
        google.protobuf.Timestamp at = 3;
        State state = 4;
        repeated Item items = 5;
        map<string, sint32> counts = 6;
        optional double discount = 7;
        google.protobuf.UInt64Value total = 8;
        oneof payment { string card = 9; bytes cash = 10; }
        google.protobuf.Duration took = 11;
        google.protobuf.Struct extra = 12;
        enum State { NEW = 0; PAID = 1; SENT = 2; }
        message Item { string name = 1; float price = 2; }
      }
      message Cancelled { int64 id = 1; string reason = 2; }
      """;
  private static final String ORDERS_ALONE =
      SECOND.substring(0, SECOND.indexOf("message Cancelled"));
  private static final String TRANSFORM = "k: kafka.offset";
  private static final String COLUMNS =
      "id, customer, epoch_us(\"at\"), state, to_json(items), to_json(counts), discount, total,"
          + " card, hex(cash), took, extra, reason, k";

  private static EmbeddedKafka kafka;
  private static RegistryProcess registry;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    registry = RegistryProcess.start();
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stop() {
    if (kafka != null) {
      kafka.close();
      registry.close();
    }
  }

  /** Two versions of a type and another type in one topic, and what is none of them. */
  @Test
  void shouldIngestTheWireFormatOfARegistry() throws IOException {
    int first = registry.register("orders-value", "PROTOBUF", FIRST);
    int second = registry.register("orders-value", "PROTOBUF", SECOND);
    JsonNode old = written(FIRST, batch("shop.Order", first, "[0]", oldOrder(1), oldOrder(4)));
    JsonNode present =
        written(
            SECOND,
            batch("shop.Order", second, "[0]", order(2), order(5)),
            batch("shop.Cancelled", second, "[1]", "{\"id\": \"3\", \"reason\": \"too late\"}"));
    List<byte[]> messages =
        new ArrayList<>(
            List.of(
                wire(old, 0, 0),
                wire(present, 0, 0),
                wire(present, 1, 0),
                wire(old, 0, 1),
                wire(present, 0, 1)));
    byte[] unknown = wire(old, 0, 0);
    unknown[1] = 0x7F;
    messages.add(unknown);
    byte[] elsewhere = wire(present, 1, 0);
    elsewhere[6] = 14;
    messages.add(elsewhere);
    byte[] cut = wire(present, 0, 0);
    messages.add(Arrays.copyOf(cut, cut.length - 3));
    send("orders", messages);
    Path deadLetters = DeadLetterTable.create(directory.resolve("dead_letters"));

    String log =
        ingest(
            "orders",
            "--create",
            "--protobuf",
            registry.url().toString(),
            "--dlq_table_location",
            deadLetters.toString());

    assertThat(log).contains("Columns worked out from");
    try (ForeignTable table = new ForeignTable(directory.resolve("orders"))) {
      assertThat(table.rows("SELECT " + COLUMNS + " FROM t ORDER BY k"))
          .containsExactly(
              oldRow(1, 0),
              row(2, 1),
              Arrays.asList(
                  "3",
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  "too late",
                  "2"),
              oldRow(4, 3),
              row(5, 4));
    }
    try (ForeignTable read = new ForeignTable(deadLetters, "date")) {
      assertThat(read.rows("SELECT kafka_offset, error_class FROM t ORDER BY 1"))
          .containsExactly(
              List.of("5", "unknown-schema-id"),
              List.of("6", "unknown-message-type"),
              List.of("7", "invalid-protobuf"));
    }
  }

  @Test
  void shouldIngestBareMessagesOfADescriptorSet() throws IOException {
    JsonNode written = written(SECOND, batch("shop.Order", 0, "[0]", order(7), "{}"));
    Path set = directory.resolve("orders.pb");
    Files.write(set, Base64.getDecoder().decode(written.get("set").asText()));
    send(
        "bare",
        List.of(message(written, 0, "bare", 0), message(written, 0, "bare", 1), new byte[] {9}));

    String log =
        ingest(
            "bare", "--create", "--protobuf", set.toString(), "--protobuf_message", "shop.Order");

    assertThat(log).contains("no shop.Order");
    try (ForeignTable table = new ForeignTable(directory.resolve("bare"))) {
      assertThat(table.rows("SELECT " + COLUMNS.replace("reason", "NULL") + " FROM t ORDER BY k"))
          .containsExactly(
              row(7, 0),
              Arrays.asList(
                  "0", "", null, "NEW", "[]", "{}", null, null, null, null, null, null, null, "1"));
    }
  }

  @Test
  void shouldMakeTheTableOfTheLatestSchemaBeforeThereAreMessages() throws IOException {
    int id = registry.register("early-value", "PROTOBUF", ORDERS_ALONE);
    kafka.fixture().createTopic("early", 1);
    String url = registry.url().toString();

    String shown = ingest("early", "--create", "--dry_run", "--protobuf", url);
    ingest("early", "--create", "--protobuf", url);
    kafka
        .fixture()
        .produce("early", 0, wire(written(SECOND, batch("shop.Order", id, "[0]", order(8))), 0, 0));
    ingest("early", "--protobuf", url);

    assertThat(shown).contains("schema " + id + ", the registry's latest of subject early-value");
    try (ForeignTable table = new ForeignTable(directory.resolve("early"))) {
      assertThat(table.rows("SELECT " + COLUMNS.replace("reason", "NULL") + " FROM t"))
          .containsExactly(row(8, 0));
    }
  }

  @Test
  void shouldSayWhatIsWrongWithADescriptorSet() throws IOException {
    Path text = Files.writeString(directory.resolve("orders.proto"), SECOND);
    try (LauncherProcess process =
        LauncherProcess.start(
            directory,
            "ingest",
            "any",
            "any",
            "-k",
            kafka.bootstrapServers(),
            "--protobuf",
            text.toString())) {
      assertThat(process.awaitExit()).as(process.log()).isEqualTo(2);
      assertThat(process.log())
          .contains("it is no descriptor set", "protoc --include_imports")
          .doesNotContain("at io.deltaingest");
    }
  }

  private static String oldOrder(int id) {
    return """
    {"id": "%d", "customer": "Anna", "at": "2021-03-24T13:06:17.321710999Z", "state": "PAID"}
    """
        .formatted(id);
  }

  private static List<String> oldRow(int id, int offset) {
    return Arrays.asList(
        Integer.toString(id),
        "Anna",
        "1616591177321710",
        "PAID",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Integer.toString(offset));
  }

  private static String order(int id) {
    return """
    {"id": "%d", "customer": "Bob", "state": "SENT", "items": [{"name": "tea", "price": 2.5}, {}],
     "counts": {"a": -3}, "discount": 0, "total": "18446744073709551615", "cash": "+/8=",
     "took": "1.500s", "extra": {"gift": [true, null]}}
    """
        .formatted(id);
  }

  private static List<String> row(int id, int offset) {
    return Arrays.asList(
        Integer.toString(id),
        "Bob",
        null,
        "SENT",
        "[{\"name\":\"tea\",\"price\":2.5},{\"name\":\"\",\"price\":0.0}]",
        "{\"a\":-3}",
        "0.0",
        "18446744073709551615",
        null,
        "FBFF",
        "1.500s",
        "{\"gift\":[true,null]}",
        null,
        Integer.toString(offset));
  }

  private static ObjectNode batch(String type, int schemaId, String indexes, String... messages)
      throws IOException {
    ObjectNode batch = JSON.createObjectNode();
    batch.put("type", type).put("schemaId", schemaId).set("indexes", JSON.readTree(indexes));
    ArrayNode array = batch.putArray("messages");
    for (String message : messages) {
      array.add(JSON.readTree(message));
    }
    return batch;
  }

  private static JsonNode written(String proto, ObjectNode... batches) {
    ObjectNode request = JSON.createObjectNode();
    request.put("proto", proto).putArray("batches").addAll(List.of(batches));
    return PeerEngine.runPython("write_protobuf.py", request);
  }

  private static byte[] wire(JsonNode written, int batch, int index) {
    return message(written, batch, "wire", index);
  }

  private static byte[] message(JsonNode written, int batch, String form, int index) {
    return Base64.getDecoder()
        .decode(written.get("batches").get(batch).get(form).get(index).asText());
  }

  private static void send(String topic, List<byte[]> messages) {
    kafka.fixture().createTopic(topic, 1);
    messages.forEach(message -> kafka.fixture().produce(topic, 0, message));
  }

  private String ingest(String topic, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ingest",
                topic,
                topic,
                "-k",
                kafka.bootstrapServers(),
                "-a",
                "app",
                "-e",
                "-t",
                TRANSFORM));
    arguments.addAll(List.of(more));
    try (LauncherProcess process =
        LauncherProcess.start(directory, arguments.toArray(String[]::new))) {
      assertThat(process.awaitExit()).as(process.log()).isZero();
      return process.log();
    }
  }
}
