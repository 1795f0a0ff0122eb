package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that follow their messages; messages that are filtered, keyed, or without a value. */
class EvolutionIT {

  private static final int PARTITIONS = 4;
  private static final int MESSAGES = 4_000;
  private static final int BATCH = 200;

  /** How many kinds of messages there are, each with a column that no other has. */
  private static final int KINDS = 8;

  private static final String ONLY_ID =
      "{\"type\":\"struct\",\"fields\":["
          + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}]}";
  private static final String KEYED =
      "{\"type\":\"struct\",\"fields\":["
          + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"kind\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"user\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"position\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}]}";

  private static EmbeddedKafka kafka;
  private static RegistryProcess registry;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void shouldAddColumnsForJsonWhileProcessesDie() {
    followThroughACrash(
        "json-events",
        id -> "{\"id\":%d,\"c%d\":\"v%d\"}".formatted(id, kind(id), id).getBytes(UTF_8));
  }

  @Test
  void shouldAddColumnsForNewVersionsOfAnAvroSchemaWhileProcessesDie() {
    registry = RegistryProcess.start();
    Schema[] versions = new Schema[KINDS];
    int[] ids = new int[KINDS];
    for (int kind = 0; kind < KINDS; kind++) {
      versions[kind] = version(kind);
      ids[kind] = registry.register("avro-events-value", "AVRO", versions[kind].toString());
    }
    followThroughACrash(
        "avro-events",
        id -> {
          GenericRecord record = new GenericData.Record(versions[kind(id)]);
          record.put("id", (long) id);
          record.put("c" + kind(id), "v" + id);
          return AvroMessages.wire(ids[kind(id)], AvroMessages.datum(record));
        },
        "--avro",
        registry.url().toString());
  }

  @Test
  void shouldSplitATopicByItsKindsAndKeepTombstonesWithTheirKeys() {
    kafka.fixture().createTopic("kinds", 1);
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int id = 0; id < 30; id++) {
      String value =
          id % 3 == 2 ? null : "{\"id\":%d,\"kind\":\"%s\"}".formatted(id, id % 3 == 0 ? "a" : "b");
      messages.add(
          new ProducerRecord<>(
              "kinds",
              0,
              "{\"user\":{\"name\":\"u%d\"}}".formatted(id).getBytes(UTF_8),
              value == null ? null : value.getBytes(UTF_8)));
    }
    kafka.fixture().produce(messages);
    List<Path> tables =
        Stream.of("a", "b", "all")
            .map(name -> ForeignTable.create(directory.resolve(name), KEYED))
            .toList();

    try (LauncherProcess a = keyed(tables.get(0), "--filter", "kind == 'a'");
        LauncherProcess b = keyed(tables.get(1), "--filter", "kind == 'b'");
        LauncherProcess all = keyed(tables.get(2), "--tombstones", "keep")) {
      for (LauncherProcess process : List.of(a, b, all)) {
        assertThat(process.awaitExit()).as(process.log()).isZero();
      }
    }

    assertThat(keyedRows(tables.get(0))).isEqualTo(expected(id -> id % 3 == 0));
    assertThat(keyedRows(tables.get(1))).isEqualTo(expected(id -> id % 3 == 1));
    assertThat(keyedRows(tables.get(2))).isEqualTo(expected(id -> true));
    for (Path table : tables) {
      try (ForeignTable read = new ForeignTable(table)) {
        assertThat(read.txn("app-0")).as("every message is done with").hasValue(29);
      }
    }
  }

  // ---- a table that the first messages make ----

  @Test
  void shouldWaitForTheMessageThatTellsTheColumns() {
    kafka.fixture().createTopic("to-come", 1);
    Path table = directory.resolve("to-come");

    try (LauncherProcess process = creating(table)) {
      String waiting = "It goes on with the first message";
      await().atMost(Duration.ofSeconds(30)).until(() -> process.log().contains(waiting));
      // Longer than it would wait for a broker that is away.
      await()
          .pollDelay(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(5))
          .until(process::isAlive);
      assertThat(process.log()).as("said once").containsOnlyOnce(waiting);
      kafka.fixture().produce("to-come", 0, "{\"id\":7}".getBytes(UTF_8));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> process.isAlive() && Files.exists(table) && newestVersion(table) > 0);
      assertThat(process.terminate()).as(process.log()).isZero();
    }

    try (ForeignTable read = new ForeignTable(table)) {
      assertThat(read.rows("SELECT id FROM t")).isEqualTo(List.of(List.of("7")));
    }
  }

  @Test
  void shouldNotWaitForMessagesOfABoundedRun() {
    kafka.fixture().createTopic("nothing", 1);
    Path table = directory.resolve("nothing");

    try (LauncherProcess process =
        LauncherProcess.start(
            directory,
            "ingest",
            "nothing",
            table.toString(),
            "-k",
            kafka.bootstrapServers(),
            "--create",
            "-e")) {
      assertThat(process.awaitExit()).as(process.log()).isEqualTo(2);
      assertThat(process.log())
          .contains("The columns of the table can't be worked out from topic nothing")
          .contains("--schema")
          .doesNotContain("It goes on with");
    }
    assertThat(table).doesNotExist();
  }

  private LauncherProcess creating(Path table) {
    return LauncherProcess.start(
        directory,
        "ingest",
        "to-come",
        table.toString(),
        "-k",
        kafka.bootstrapServers(),
        "--create",
        "--start_timeout",
        "2",
        "-l",
        "100ms");
  }

  // ---- a table that follows ----

  /** Two processes of a group on one table; one is killed while columns are being added. */
  private void followThroughACrash(
      String topic, IntFunction<byte[]> message, String... formatArguments) {
    kafka.fixture().createTopic(topic, PARTITIONS);
    Path table = ForeignTable.create(directory.resolve(topic), ONLY_ID);
    try (LauncherProcess first = follow(topic, table, formatArguments);
        LauncherProcess second = follow(topic, table, formatArguments)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> first.log().contains("Assigned") && second.log().contains("Assigned"));
      for (int done = 0; done < MESSAGES; done += BATCH) {
        int before = newestVersion(table);
        produce(topic, message, done);
        await().atMost(Duration.ofSeconds(60)).until(() -> newestVersion(table) > before);
        if (done == MESSAGES / 2) {
          first.kill();
        }
      }
      assertThat(second.isAlive()).as(second.log()).isTrue();
      assertThat(second.terminate()).as(second.log()).isZero();
    }
    String[] rest =
        Stream.concat(Stream.of("-e"), Stream.of(formatArguments)).toArray(String[]::new);
    try (LauncherProcess finisher = follow(topic, table, rest)) {
      assertThat(finisher.awaitExit()).as(finisher.log()).isZero();
    }

    String columns = String.join(", ", IntStream.range(0, KINDS).mapToObj(k -> "c" + k).toList());
    try (ForeignTable read = new ForeignTable(table)) {
      List<List<String>> rows = read.rows("SELECT id, " + columns + " FROM t ORDER BY id");
      assertThat(rows).hasSize(MESSAGES);
      for (int id = 0; id < MESSAGES; id++) {
        List<String> expected = new ArrayList<>();
        expected.add(Integer.toString(id));
        for (int kind = 0; kind < KINDS; kind++) {
          expected.add(kind == kind(id) ? "v" + id : null);
        }
        assertThat(rows.get(id)).isEqualTo(expected);
      }
    }
    assertThat(metadataActions(table))
        .as("one for each column at most")
        .isBetween(KINDS / 2, KINDS + 1);
    if (System.getenv("KDI_TEST_PYTHON") != null) {
      JsonNode read = PeerEngine.DELTA_RS.read(table, "id", List.of("c0 IS NOT NULL"), List.of());
      assertThat(read.get("rows")).hasSize(MESSAGES);
      assertThat(read.get("filtered").get(0)).hasSize(messagesOfKind(0));
    }
  }

  private LauncherProcess follow(String topic, Path table, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ingest",
                topic,
                table.toString(),
                "-k",
                kafka.bootstrapServers(),
                "-g",
                List.of(more).contains("-e") ? "finisher" : "pair",
                "-l",
                "100ms",
                "-K",
                "session.timeout.ms=6000",
                "--schema_evolution",
                "add-columns"));
    arguments.addAll(List.of(more));
    return LauncherProcess.start(directory, arguments.toArray(String[]::new));
  }

  /** A batch to all partitions alike, so that both processes meet the same new fields. */
  private static void produce(String topic, IntFunction<byte[]> message, int from) {
    Collection<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int id = from; id < from + BATCH; id++) {
      records.add(new ProducerRecord<>(topic, id / 10 % PARTITIONS, null, message.apply(id)));
    }
    kafka.fixture().produce(records);
  }

  /** A new kind comes every eighth of the messages; those of old kinds go on between them. */
  private static int kind(int id) {
    return id % (1 + id * KINDS / MESSAGES);
  }

  private static int messagesOfKind(int kind) {
    return (int) IntStream.range(0, MESSAGES).filter(id -> kind(id) == kind).count();
  }

  private static Schema version(int kind) {
    return SchemaBuilder.record("Event")
        .fields()
        .requiredLong("id")
        .optionalString("c" + kind)
        .endRecord();
  }

  private static int newestVersion(Path table) {
    return ForeignTable.entries(table).size() - 1;
  }

  private static int metadataActions(Path table) {
    int count = 0;
    for (Path entry : ForeignTable.entries(table)) {
      try {
        count += Files.readString(entry).contains("{\"metaData\":") ? 1 : 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return count;
  }

  // ---- filters and keys ----

  private LauncherProcess keyed(Path table, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ingest",
                "kinds",
                table.toString(),
                "-k",
                kafka.bootstrapServers(),
                "-e",
                "-a",
                "app",
                "--key_format",
                "json",
                "-t",
                "user: kafka.key.user.name",
                "-t",
                "position: kafka.offset"));
    arguments.addAll(List.of(more));
    return LauncherProcess.start(directory, arguments.toArray(String[]::new));
  }

  private static List<List<String>> keyedRows(Path table) {
    try (ForeignTable read = new ForeignTable(table)) {
      return read.rows("SELECT position, id, kind, \"user\" FROM t ORDER BY position").stream()
          .map(row -> row.stream().map(String::valueOf).toList())
          .toList();
    }
  }

  /** The rows of those messages; nulls as text. */
  private static List<List<String>> expected(IntPredicate messages) {
    return IntStream.range(0, 30)
        .filter(messages)
        .mapToObj(
            id ->
                id % 3 == 2
                    ? List.of(Integer.toString(id), "null", "null", "u" + id)
                    : List.of(
                        Integer.toString(id),
                        Integer.toString(id),
                        id % 3 == 0 ? "a" : "b",
                        "u" + id))
        .toList();
  }
}
