package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A schema registry that changes, goes away, forgets, and refuses: what becomes of the messages.
 */
class RegistryIT {

  private static final String SUBJECT = "orders-value";
  private static final int UNKNOWN_ID = 4711;
  private static final Duration OUTAGE = Duration.ofSeconds(8);
  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + IntStream.rangeClosed(1, 5)
              .mapToObj(
                  version ->
                      "{\"name\":\"v%d\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
                          .formatted(version))
              .reduce("", String::concat)
          + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}]}";

  private static RegistryProcess registry;
  private static EmbeddedKafka kafka;

  @TempDir Path directory;

  /** Of every message that must become a row: its id, and what its version's own column holds. */
  private final List<List<String>> expected = new ArrayList<>();

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

  /** One life of a stream: versions that mix, an outage, an id of nobody, a registry made anew. */
  @Test
  void shouldOutliveWhatHappensToTheRegistryAndLoseNothing() throws InterruptedException {
    int[] ids = registerVersions(5);
    kafka.fixture().createTopic("orders", 1);
    Path table = ForeignTable.create(directory.resolve("orders"), SCHEMA);
    Path deadLetters = DeadLetterTable.create(directory.resolve("dead_letters"));
    try (RegistryGate gate = RegistryGate.before(registry.url());
        ServedStreams server =
            ServedStreams.start(directory, Map.of(), stream(gate.url(), table, deadLetters))) {
      for (int id = 0; id < 90; id++) {
        send("orders", ids, 1 + id % 3);
      }
      awaitOffset(server, 89);

      // Away: what needs no new schema goes on, and the first that does is waited for.
      gate.shut();
      registry.stop();
      send("orders", ids, 2);
      send("orders", ids, 4);
      send("orders", ids, 1);
      JsonNode waiting =
          server.await(
              "orders",
              "recovering",
              status -> status.at("/workers/0/activity").asText().equals("recovering"));
      assertThat(waiting.at("/lastFault/message").asText())
          .contains("The schema registry gives no answer about", gate.url());
      awaitOffset(server, 90);
      // Then something answers for it, but not the registry.
      gate.open();
      Thread.sleep(OUTAGE.toMillis());
      JsonNode stillWaiting = server.status("orders");
      assertThat(stillWaiting.get("state").asText()).isEqualTo("running");
      assertThat(stillWaiting.at("/lastFault/message").asText()).contains("502");
      assertThat(stillWaiting.at("/totals/deadLetters").asLong()).isZero();
      gate.shut();
      registry.restart();
      assertThat(registerVersions(4)).isEqualTo(IntStream.range(0, 4).map(i -> ids[i]).toArray());
      gate.open();
      awaitOffset(server, 92);

      // Nobody's id is a dead letter, its neighbours are rows.
      send("orders", ids, 3);
      send("orders", AvroMessages.wire(UNKNOWN_ID, new byte[] {2}));
      send("orders", ids, 1);
      awaitOffset(server, 95);

      // Made anew and empty: what was read before is known, and what was not is nobody's.
      registry.stop();
      registry.restart();
      for (int version = 1; version <= 4; version++) {
        send("orders", ids, version);
      }
      send("orders", AvroMessages.wire(ids[4], new byte[] {2}));
      send("orders", ids, 1);
      JsonNode end = awaitOffset(server, 101);

      assertThat(end.at("/totals/deadLetters").asLong()).isEqualTo(2);
      assertThat(end.at("/badRecords/unknown-schema-id").asLong()).isEqualTo(2);
      assertThat(server.terminate()).as(server.log()).isZero();
    }
    assertThat(rows(table)).containsExactlyElementsOf(expected);
    try (ForeignTable read = new ForeignTable(deadLetters, "date")) {
      assertThat(read.rows("SELECT kafka_offset, error_class FROM t ORDER BY 1"))
          .containsExactly(List.of("94", "unknown-schema-id"), List.of("100", "unknown-schema-id"));
    }
  }

  @Test
  void shouldEndWithOneLineAboutAWrongPassword() throws IOException {
    int[] ids = registerVersions(2);
    kafka.fixture().createTopic("guarded", 1);
    send("guarded", ids, 1);
    send("guarded", ids, 2);
    Path table = ForeignTable.create(directory.resolve("guarded"), SCHEMA);
    try (RegistryGate gate = RegistryGate.guarding(registry.url(), "reader", "s3cret-right")) {
      try (LauncherProcess refused = ingest(gate, table, "s3cret-wrong")) {
        assertThat(refused.awaitExit()).as(refused.log()).isEqualTo(2);
        assertThat(refused.stderr().lines().filter(line -> line.contains("refuses access")))
            .as(refused.log())
            .hasSize(1)
            .allMatch(line -> line.contains(gate.url()));
        assertThat(refused.log())
            .contains("SCHEMA_REGISTRY_PASSWORD")
            .doesNotContain("s3cret", "at io.deltaingest");
      }
      try (Stream<Path> files = Files.list(table)) {
        assertThat(files).containsExactly(table.resolve("_delta_log"));
      }

      try (LauncherProcess admitted = ingest(gate, table, "s3cret-right")) {
        assertThat(admitted.awaitExit()).as(admitted.log()).isZero();
        assertThat(admitted.log()).doesNotContain("s3cret");
      }
    }
    assertThat(rows(table)).containsExactlyElementsOf(expected);
  }

  @Test
  void shouldShowWhyAStreamFailedWhoseRegistryHasAnotherPassword() {
    int[] ids = registerVersions(2);
    kafka.fixture().createTopic("locked", 1);
    Path table = ForeignTable.create(directory.resolve("orders"), SCHEMA);
    Path deadLetters = DeadLetterTable.create(directory.resolve("dead_letters"));
    try (RegistryGate gate = RegistryGate.guarding(registry.url(), "reader", "s3cret-right");
        ServedStreams server =
            ServedStreams.start(
                directory,
                Map.of("THE_PASSWORD", "s3cret-right"),
                stream(gate.url(), table, deadLetters)
                    .replace("\"topic\": \"orders\"", "\"topic\": \"locked\"")
                    .replace(
                        "\"timeout\"",
                        "\"username\": \"reader\", \"password\": \"${env:THE_PASSWORD}\","
                            + " \"timeout\""))) {
      send("locked", ids, 1);
      awaitOffset(server, 0);

      gate.change("reader", "s3cret-changed");
      send("locked", ids, 1);
      awaitOffset(server, 1);
      send("locked", AvroMessages.wire(ids[1], new byte[] {0, 2}));

      JsonNode failed =
          server.await("orders", "failed", status -> status.get("state").asText().equals("failed"));
      assertThat(failed.at("/problem/what").asText()).contains("refuses access", gate.url());
      assertThat(failed.at("/problem/cause").asText()).contains("401");
      assertThat(failed.at("/problem/remedy").asText()).contains("registry.password");
      assertThat(failed.toString()).doesNotContain("s3cret");
      assertThat(server.log()).doesNotContain("s3cret", "\tat ");
      assertThat(server.terminate()).as(server.log()).isZero();
    }
    assertThat(rows(table)).containsExactlyElementsOf(expected);
  }

  private LauncherProcess ingest(RegistryGate gate, Path table, String password) {
    return LauncherProcess.start(
        directory,
        Map.of("SCHEMA_REGISTRY_USERNAME", "reader", "SCHEMA_REGISTRY_PASSWORD", password),
        "ingest",
        "guarded",
        table.toString(),
        "-k",
        kafka.bootstrapServers(),
        "-e",
        "--avro",
        gate.url());
  }

  private static String stream(String url, Path table, Path deadLetters) {
    return """
        {"name": "orders",
         "source": {"topic": "orders", "kafka": {"bootstrap.servers": "%s"}},
         "format": {"type": "avro-registry", "registry": {"url": "%s", "timeout": "3s"}},
         "table": {"location": "%s"},
         "deadLetters": {"location": "%s"},
         "flush": {"allowedLatency": "500ms"}}
        """
        .formatted(kafka.bootstrapServers(), url, table, deadLetters);
  }

  /** Waits until the table has that offset and all before it. */
  private static JsonNode awaitOffset(ServedStreams server, long offset) {
    return server.await(
        "orders",
        "offset " + offset + " in the table",
        status -> status.at("/partitions/0/tableOffset").asLong(-1) == offset);
  }

  /** Registers the first versions, and gives their ids. */
  private static int[] registerVersions(int count) {
    return IntStream.rangeClosed(1, count)
        .map(version -> registry.register(SUBJECT, "AVRO", version(version).toString()))
        .toArray();
  }

  /** Each has a field of its own that the others do not have. */
  private static Schema version(int version) {
    return SchemaBuilder.record("Order")
        .fields()
        .name("v" + version)
        .type()
        .nullable()
        .stringType()
        .noDefault()
        .requiredLong("id")
        .endRecord();
  }

  /** Sends a message of that version, which is expected to become a row. */
  private void send(String topic, int[] ids, int version) {
    GenericRecord record = new GenericData.Record(version(version));
    record.put("id", (long) expected.size());
    record.put("v" + version, "value " + expected.size());
    expected.add(List.of(Integer.toString(expected.size()), version + " value " + expected.size()));
    send(topic, AvroMessages.wire(ids[version - 1], AvroMessages.datum(record)));
  }

  private static void send(String topic, byte[] message) {
    kafka.fixture().produce(topic, 0, message);
  }

  private static List<List<String>> rows(Path table) {
    try (ForeignTable read = new ForeignTable(table)) {
      return read.rows(
          "SELECT id, concat_ws(',', '1 ' || v1, '2 ' || v2, '3 ' || v3, '4 ' || v4, '5 ' || v5)"
              + " FROM t ORDER BY id");
    }
  }
}
