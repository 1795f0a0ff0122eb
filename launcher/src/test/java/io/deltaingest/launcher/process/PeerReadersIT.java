package io.deltaingest.launcher.process;

import static io.deltaingest.launcher.process.PeerRows.FEATURED;
import static io.deltaingest.launcher.process.PeerRows.FEATURED_PARTITIONS;
import static io.deltaingest.launcher.process.PeerRows.PLAIN;
import static io.deltaingest.launcher.process.PeerRows.PLAIN_PARTITIONS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.testkit.KafkaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What other engines see of tables that the packaged program wrote: the rows, what filters give and
 * skip, the transaction ids. Of their logs only the last checkpoint is left and what came after it,
 * so that a reader has to take our checkpoint.
 */
class PeerReadersIT {

  private static final String TOPIC = "peers";
  private static final String APP_ID = "peers";
  private static final List<String> TABLES = List.of("plain", "featured");
  private static final int COMMITS = 10;
  private static final int ROWS_OF_A_COMMIT = 29;
  private static final int CHECKPOINT_INTERVAL = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing but a row of its own: its file is the first one, and most files can be skipped. */
  private static final String FEW_FILES = "id < 10";

  private static final Map<String, Predicate<JsonNode>> PLAIN_FILTERS = new LinkedHashMap<>();
  private static final Map<String, Predicate<JsonNode>> FEATURED_FILTERS = new LinkedHashMap<>();

  static {
    PLAIN_FILTERS.put(FEW_FILES, row -> row.get("id").asLong() < 10);
    PLAIN_FILTERS.put("place = 'a/b=c%d e:ü'", text("place", "a/b=c%d e:ü"::equals));
    PLAIN_FILTERS.put("place LIKE 'it_s \"quoted\"'", text("place", "it's \"quoted\""::equals));
    PLAIN_FILTERS.put("place = '日本 🚀'", text("place", "日本 🚀"::equals));
    PLAIN_FILTERS.put("place IS NULL", row -> row.get("place").isNull());
    PLAIN_FILTERS.put("day = DATE '2021-03-25'", text("day", "2021-03-25"::equals));
    PLAIN_FILTERS.put("flag = false", text("flag", "false"::equals));
    PLAIN_FILTERS.put("tiny < -120", text("tiny", value -> Integer.parseInt(value) < -120));
    PLAIN_FILTERS.put("number IS NULL", row -> row.get("number").isNull());
    PLAIN_FILTERS.put("ratio > 40.25", text("ratio", value -> Double.parseDouble(value) > 40.25));
    PLAIN_FILTERS.put("score = 2.5", text("score", "2.5"::equals));
    PLAIN_FILTERS.put(
        "amount > 100.50", text("amount", value -> Double.parseDouble(value) > 100.5));
    PLAIN_FILTERS.put("big < 0", text("big", value -> value.startsWith("-")));
    PLAIN_FILTERS.put("name >= 'y'", text("name", value -> value.compareTo("y") >= 0));
    PLAIN_FILTERS.put(
        "seen_on < DATE '1970-06-01'", text("seen_on", value -> value.compareTo("1970-06-01") < 0));
    PLAIN_FILTERS.put(
        "happened_at >= TIMESTAMP '2021-03-24 18:00:00'",
        text("happened_at", value -> value.compareTo("2021-03-24T18:00:00") >= 0));
    PLAIN_FILTERS.put(
        "happened_at > TIMESTAMP '2021-03-24 19:58:04.321500'",
        text("happened_at", value -> value.compareTo("2021-03-24T19:58:04.321500") > 0));
    PLAIN_FILTERS.put("nested['count'] > 200", row -> row.at("/nested/count").asLong() > 200);
    PLAIN_FILTERS.put(
        "nested['inner']['label'] = 'l1'",
        row -> row.at("/nested/inner/label").asText().equals("l1"));

    FEATURED_FILTERS.put(FEW_FILES, row -> row.get("id").asLong() < 10);
    FEATURED_FILTERS.put(
        "local_time < TIMESTAMP '2021-03-24 15:06:17.321735'",
        text("local_time", value -> value.compareTo("2021-03-24T15:06:17.321735") < 0));
    FEATURED_FILTERS.put("p_flag = true", text("p_flag", "true"::equals));
    FEATURED_FILTERS.put("p_amount = 12.30", text("p_amount", "12.30"::equals));
    FEATURED_FILTERS.put("p_score > 2", text("p_score", value -> Double.parseDouble(value) > 2));
    FEATURED_FILTERS.put(
        "p_at = TIMESTAMP '2021-03-24 15:06:17.000001'",
        text("p_at", "2021-03-24T15:06:17.000001Z"::equals));
    FEATURED_FILTERS.put(
        "p_local = TIMESTAMP '2021-03-24 15:06:17.12'",
        text("p_local", "2021-03-24T15:06:17.120000"::equals));
    FEATURED_FILTERS.put("p_at IS NULL", row -> row.get("p_at").isNull());
  }

  @TempDir static Path directory;
  private static KafkaProcess kafka;
  private static long produced;

  @BeforeAll
  static void writeTables() throws IOException {
    kafka = KafkaProcess.start(directory.resolve("broker"));
    kafka.fixture().createTopic(TOPIC, 1);
    create("plain", PLAIN, PLAIN_PARTITIONS, "\"minReaderVersion\":1,\"minWriterVersion\":2");
    create(
        "featured",
        FEATURED,
        FEATURED_PARTITIONS,
        "\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"timestampNtz\"],"
            + "\"writerFeatures\":[\"appendOnly\",\"timestampNtz\"]");
    try (LauncherProcess plain = ingest("plain");
        LauncherProcess featured = ingest("featured")) {
      for (int commit = 1; commit <= COMMITS || anyEndsWithACheckpoint(); commit++) {
        produceOneCommit();
      }
      assertThat(plain.terminate()).as(plain.log()).isZero();
      assertThat(featured.terminate()).as(featured.log()).isZero();
    }
    for (String table : TABLES) {
      assertThat(checkpoints(table)).as("checkpoints of " + table).hasSizeGreaterThanOrEqualTo(2);
      deleteLogBeforeTheLastCheckpoint(table);
    }
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void shouldBeReadByDeltaRs() {
    assertReads(PeerEngine.DELTA_RS, "plain", PLAIN, PLAIN_FILTERS);
    assertReads(PeerEngine.DELTA_RS, "featured", FEATURED, FEATURED_FILTERS);
  }

  @Test
  void shouldBeReadByDuckDb() {
    assertReads(PeerEngine.DUCKDB, "plain", PLAIN, PLAIN_FILTERS);
    assertReads(PeerEngine.DUCKDB, "featured", FEATURED, FEATURED_FILTERS);
  }

  @Test
  void shouldBeReadBySpark() {
    assertReads(PeerEngine.SPARK, "plain", PLAIN, PLAIN_FILTERS);
    assertReads(PeerEngine.SPARK, "featured", FEATURED, FEATURED_FILTERS);
  }

  @Test
  void shouldBeReadByDeltaStandalone() throws IOException {
    StandaloneReader reader = new StandaloneReader(directory.resolve("plain"));

    assertThat(reader.rows())
        .containsExactlyElementsOf(rows(PLAIN).stream().map(StandaloneReader::readable).toList());
    assertThat(reader.txn(APP_ID + "-0")).isEqualTo(produced - 1);
    assertThat(reader.filesOf("place", "a/b=c%d e:ü"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).exists())
        .hasSizeLessThan(reader.files());
  }

  private static void assertReads(
      PeerEngine engine,
      String table,
      Map<String, String> schema,
      Map<String, Predicate<JsonNode>> filters) {
    JsonNode read =
        engine.read(
            directory.resolve(table), "id", filters.keySet(), List.of(APP_ID + "-0", "no-such-id"));

    List<JsonNode> expected = rows(schema);
    assertThat(read.get("rows")).containsExactlyElementsOf(expected);
    int index = 0;
    for (Map.Entry<String, Predicate<JsonNode>> filter : filters.entrySet()) {
      List<Long> ids =
          expected.stream().filter(filter.getValue()).map(row -> row.get("id").asLong()).toList();
      assertThat(ids).as(filter.getKey()).isNotEmpty().hasSizeLessThan(expected.size());
      assertThat(read.get("filtered").get(index++))
          .as(filter.getKey())
          .extracting(JsonNode::asLong)
          .containsExactlyElementsOf(ids);
    }
    if (read.has("filesRead")) {
      assertThat(read.get("filesRead").get(0).asInt())
          .as("files read for %s", FEW_FILES)
          .isPositive()
          .isLessThan(read.get("files").asInt() / 2);
    }
    if (engine != PeerEngine.DUCKDB) {
      assertThat(read.get("txns").get(APP_ID + "-0").asLong()).isEqualTo(produced - 1);
      assertThat(read.get("txns").get("no-such-id").isNull()).isTrue();
      assertThat(read.get("version").asLong()).isEqualTo(entries(table).last());
    }
  }

  private static List<JsonNode> rows(Map<String, String> schema) {
    return LongStream.range(0, produced).mapToObj(id -> PeerRows.row(id, schema)).toList();
  }

  private static Predicate<JsonNode> text(String column, Predicate<String> condition) {
    return row -> !row.get(column).isNull() && condition.test(row.get(column).asText());
  }

  private static void create(
      String table, Map<String, String> schema, String[] partitionColumns, String protocol)
      throws IOException {
    Path location = directory.resolve(table);
    ForeignTable.create(location, PeerRows.schemaJson(schema), partitionColumns);
    Path entry = location.resolve("_delta_log/00000000000000000000.json");
    Files.writeString(
        entry,
        Files.readString(entry)
            .replace("\"minReaderVersion\":1,\"minWriterVersion\":2", protocol)
            .replace(
                "\"configuration\":{}",
                "\"configuration\":{\"delta.checkpointInterval\":\""
                    + CHECKPOINT_INTERVAL
                    + "\"}"));
  }

  /** Appends some messages, waits until both tables have them, and a checkpoint if one is due. */
  private static void produceOneCommit() {
    byte[][] values =
        LongStream.range(produced, produced + ROWS_OF_A_COMMIT)
            .mapToObj(id -> PeerRows.message(id).toString().getBytes(UTF_8))
            .toArray(byte[][]::new);
    kafka.fixture().produce(TOPIC, 0, values);
    produced += values.length;
    for (String table : TABLES) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> lastOffset(table) == produced - 1);
      long version = entries(table).last();
      long due = version - version % CHECKPOINT_INTERVAL;
      await().until(() -> due == 0 || checkpoints(table).contains(due));
    }
  }

  private static LauncherProcess ingest(String table) {
    return LauncherProcess.start(
        directory,
        "ingest",
        TOPIC,
        directory.resolve(table).toString(),
        "-k",
        kafka.bootstrapServers(),
        "-a",
        APP_ID,
        "-g",
        table,
        "-l",
        "50ms",
        "-c");
  }

  /** The offset that the newest entry stores; -1 where it has none. */
  private static long lastOffset(String table) {
    Path entry =
        directory.resolve(table).resolve("_delta_log/%020d.json".formatted(entries(table).last()));
    try {
      for (String line : Files.readAllLines(entry)) {
        JsonNode txn = JSON.readTree(line).path("txn");
        if (txn.path("appId").asText().equals(APP_ID + "-0")) {
          return txn.get("version").asLong();
        }
      }
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean anyEndsWithACheckpoint() {
    return TABLES.stream()
        .anyMatch(table -> checkpoints(table).last().equals(entries(table).last()));
  }

  private static void deleteLogBeforeTheLastCheckpoint(String table) throws IOException {
    Path log = directory.resolve(table).resolve("_delta_log");
    long last = checkpoints(table).last();
    JsonNode hint = JSON.readTree(Files.readString(log.resolve("_last_checkpoint")));
    assertThat(hint.get("version").asLong()).isEqualTo(last);
    List<Path> old;
    try (Stream<Path> files = Files.list(log)) {
      old =
          files
              .filter(file -> file.getFileName().toString().matches("\\d{20}\\..*"))
              .filter(file -> versionOf(file) < last)
              .sorted(Comparator.naturalOrder())
              .toList();
    }
    assertThat(old).hasSizeGreaterThan(4);
    for (Path file : old) {
      Files.delete(file);
    }
  }

  private static NavigableSet<Long> checkpoints(String table) {
    return versions(table, "\\d{20}\\.checkpoint\\.parquet");
  }

  private static NavigableSet<Long> entries(String table) {
    return versions(table, "\\d{20}\\.json");
  }

  private static NavigableSet<Long> versions(String table, String name) {
    try (Stream<Path> files = Files.list(directory.resolve(table).resolve("_delta_log"))) {
      NavigableSet<Long> versions = new TreeSet<>();
      files
          .filter(file -> file.getFileName().toString().matches(name))
          .forEach(file -> versions.add(versionOf(file)));
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long versionOf(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(0, 20));
  }
}
