package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.RegistryProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are made of registered schemas, before and beside their topics' messages. */
class RegisteredTableIT {

  private static final String FIRST =
      """
      {"type": "record", "name": "Sale", "fields": [
        {"name": "id", "type": "int"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
      """;
  private static final String SECOND =
      """
      {"type": "record", "name": "Sale", "fields": [
        {"name": "id", "type": "int"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "shop", "type": ["null", {"type": "record", "name": "Shop", "fields": [
          {"name": "town", "type": "string"}]}], "default": null}]}
      """;
  private static final long AT = 1_616_591_177_321L;

  private static RegistryProcess registry;
  private static EmbeddedKafka kafka;

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

  @Test
  void shouldMakeTheTableBeforeThereAreMessages() {
    kafka.fixture().createTopic("sales", 1);
    registry.register("sales-value", "AVRO", FIRST);
    int id = registry.register("sales-value", "AVRO", SECOND);
    String[] create = {"--create", "--partition_by", "day"};

    String shown = ingest("sales", with(create, "--dry_run"));

    assertThat(shown)
        .contains("schema " + id + ", the registry's latest of subject sales-value")
        .contains("\"timestamp\"", "\"town\"", "\"day\"");
    assertThat(directory.resolve("sales")).doesNotExist();

    ingest("sales", create);
    kafka.fixture().produce("sales", 0, AvroMessages.wire(id, sale(1, "Ulm")));
    ingest("sales");

    try (ForeignTable table = new ForeignTable(directory.resolve("sales"), "day")) {
      assertThat(table.rows("SELECT id, epoch_ms(\"at\"), shop.town, day, k FROM t"))
          .containsExactly(List.of("1", Long.toString(AT), "Ulm", "2021-03-24", "0"));
    }
  }

  @Test
  void shouldAddWhatTheFirstMessagesDoNotHaveYet() {
    kafka.fixture().createTopic("evolved", 1);
    int old = registry.register("evolved-value", "AVRO", FIRST);
    kafka.fixture().produce("evolved", 0, AvroMessages.wire(old, sale(FIRST, 1)));
    int id = registry.register("evolved-value", "AVRO", SECOND);

    String log = ingest("evolved", "--create");
    kafka.fixture().produce("evolved", 0, AvroMessages.wire(id, sale(2, "Ulm")));
    ingest("evolved");

    assertThat(log)
        .contains("Columns worked out from 1 messages of topic evolved")
        .contains("Columns added from schema " + id)
        .contains("subject evolved-value: struct<shop:struct<town:string>>");
    try (ForeignTable table = new ForeignTable(directory.resolve("evolved"))) {
      assertThat(table.rows("SELECT id, shop.town, day FROM t ORDER BY id"))
          .containsExactly(
              Arrays.asList("1", null, "2021-03-24"), List.of("2", "Ulm", "2021-03-24"));
    }
  }

  /** Nothing to go by is waited out, and said with both ways to end it. */
  @Test
  void shouldWaitForASchemaOrAMessage() {
    kafka.fixture().createTopic("later", 1);
    String stream =
        """
        {"name": "later",
         "source": {"topic": "later", "kafka": {"bootstrap.servers": "%s"}},
         "format": {"type": "json-registry", "registry": {"url": "%s"}},
         "transforms": {"offset": "kafka.offset"},
         "table": {"location": "%s", "create": {"fromData": true}},
         "flush": {"allowedLatency": "500ms"}}
        """
            .formatted(kafka.bootstrapServers(), registry.url(), directory.resolve("later"));
    try (ServedStreams server = ServedStreams.start(directory, Map.of(), stream)) {
      JsonNode waiting = server.await("later", "a fault", status -> status.hasNonNull("lastFault"));
      assertThat(waiting.get("lastFault").toString())
          .contains("the registry has no subject later-value", "--schema FILE", "register");

      int id =
          registry.register(
              "later-value",
              "JSON",
              """
              {"type": "object", "properties": {
                "id": {"$ref": "#/definitions/id"},
                "at": {"type": "string", "format": "date-time"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "any": {}},
               "definitions": {"id": {"type": "integer"}}}
              """);
      server.await("later", "the table", status -> status.at("/state").asText().equals("running"));
      kafka
          .fixture()
          .produce(
              "later",
              0,
              AvroMessages.wire(
                  id,
                  "{\"id\":1,\"at\":\"2021-03-24T13:06:17Z\",\"tags\":[\"a\"],\"any\":[1]}"
                      .getBytes(UTF_8)));
      server.await(
          "later", "the row", status -> status.at("/partitions/0/tableOffset").asLong(-1) == 0);
      assertThat(server.terminate()).as(server.log()).isZero();
    }
    try (ForeignTable table = new ForeignTable(directory.resolve("later"))) {
      assertThat(
              table.rows("SELECT id, epoch_ms(\"at\"), to_json(tags), \"any\", \"offset\" FROM t"))
          .containsExactly(List.of("1", "1616591177000", "[\"a\"]", "[1]", "0"));
    }
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
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
                "--avro",
                registry.url().toString(),
                "-t",
                "day: substr(epoch_millis_to_iso8601(at), `0`, `10`)",
                "-t",
                "k: kafka.offset"));
    arguments.addAll(List.of(more));
    try (LauncherProcess process =
        LauncherProcess.start(directory, arguments.toArray(String[]::new))) {
      assertThat(process.awaitExit()).as(process.log()).isZero();
      return process.log();
    }
  }

  private static byte[] sale(String schema, int id) {
    GenericRecord sale = new GenericData.Record(new Schema.Parser().parse(schema));
    sale.put("id", id);
    sale.put("at", AT);
    return AvroMessages.datum(sale);
  }

  private static byte[] sale(int id, String town) {
    Schema schema = new Schema.Parser().parse(SECOND);
    GenericRecord shop = new GenericData.Record(schema.getField("shop").schema().getTypes().get(1));
    shop.put("town", town);
    GenericRecord sale = new GenericData.Record(schema);
    sale.put("id", id);
    sale.put("at", AT);
    sale.put("shop", shop);
    return AvroMessages.datum(sale);
  }
}
