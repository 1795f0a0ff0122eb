package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.DeletionVectorFile;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.Schemas;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.delta.support.WatchedStorage;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.commit.TxnUpdate.OutputMode;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.DeadLetterStore.OffsetRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaDeadLetterStoreTest {

  private static final String MINE = "app";
  private static final String TOPIC = "web_requests";
  private static final OffsetRange ALL = new OffsetRange(0, Long.MAX_VALUE);

  @TempDir Path folder;
  private LogFolder log;
  private WatchedStorage storage;

  @BeforeEach
  void watchStorage() {
    log = new LogFolder(folder);
    storage = new WatchedStorage(new LocalTableStorage(folder));
  }

  @Test
  void shouldFindOffsetsOfOneRecorderInTableOfTwoAlsoBehindCheckpoint() throws IOException {
    // given
    log.create(schema("\"integer\"", "\"long\""), "date");
    write(Optional.of(MINE), row(0, 5, "d1"), row(0, 3, "d 2"), row(1, 7, "d1"));
    write(Optional.of("other"), row(0, 4, "d1"), row(1, 8, "d:2/x"));
    write(Optional.of("other"), row(0, 6, "d1"));
    newLog().writeCheckpoint(1, 3);
    for (long version = 0; version < 3; version++) {
      Files.delete(log.entry(version));
    }
    write(Optional.of(MINE), row(0, 9, "d:2/x"));
    DeltaDeadLetterStore store = newStore();
    storage.takeOpened();

    // when
    Map<Integer, long[]> offsets = recorded(store, store.read(), Map.of(0, ALL, 1, ALL, 2, ALL));

    // then
    assertThat(log.checkpoint(3)).exists();
    assertThat(offsets).containsOnlyKeys(0, 1, 2);
    assertThat(offsets.get(0)).containsExactly(3, 5, 9);
    assertThat(offsets.get(1)).containsExactly(7);
    assertThat(offsets.get(2)).isEmpty();
    assertThat(storage.takeOpened().stream().distinct()).hasSize(3);
  }

  @Test
  void shouldGiveOnlyOffsetsOfTheTopicInTheWindows() {
    // given
    log.create(schema("\"integer\"", "\"long\""), "date");
    write(Optional.of(MINE), row(0, 1, "d"), row(0, 2, "d"), row(0, 3, "d"), row(1, 2, "d"));
    write(Optional.of(MINE), List.of("another_topic", 0, 2L, "v", "d"), row(0, 2, "d"));
    write(
        Optional.of(MINE),
        Arrays.asList(null, 0, 2L, "v", "d"),
        Arrays.asList(TOPIC, null, 2L, "v", "d"),
        Arrays.asList(TOPIC, 0, null, "v", "d"));
    DeltaDeadLetterStore store = newStore();

    // when
    Map<Integer, long[]> offsets =
        recorded(store, store.read(), Map.of(0, new OffsetRange(2, 3), 1, new OffsetRange(3, 9)));

    // then: both ends belong to a window, and an offset is given once
    assertThat(offsets.get(0)).containsExactly(2, 3);
    assertThat(offsets.get(1)).isEmpty();
  }

  @Test
  void shouldCountFilesWithoutTagWhereNobodyElseRecords() {
    // given: as after an OPTIMIZE of another program
    log.create(schema("\"integer\"", "\"long\""), "date");
    write(Optional.empty(), row(0, 11, "d"), row(0, 10, "d"));
    DeltaDeadLetterStore store = newStore();

    // when, then
    assertThat(recorded(store, store.read(), Map.of(0, ALL)).get(0)).containsExactly(10, 11);
  }

  @Test
  void shouldNotTakeRowsOfAnotherRecorderInFilesWithoutTag() {
    // given: a table that two streams of a topic record in, and an OPTIMIZE of another program
    String mine = "app-dlq-0123456789abcdef";
    log.create(schema("\"integer\"", "\"long\""), "date");
    write(Optional.empty(), row(0, 11, "d"), row(0, 10, "d"));
    write(Optional.of(mine), row(0, 12, "d"));
    log.put(
        3,
        "{\"txn\":{\"appId\":\"" + mine + "-0-commits\",\"version\":1}}",
        "{\"txn\":{\"appId\":\"other-dlq-fedcba9876543210-0-commits\",\"version\":1}}");
    DeltaDeadLetterStore store = newStore();

    // when, then
    assertThat(store.recorded(store.read(), mine, TOPIC, Map.of(0, ALL)).orElseThrow().get(0))
        .containsExactly(12);
  }

  @Test
  void shouldNotTakeStatisticsOfColumnsThatHadTheNamesBefore() throws IOException {
    // given: a table whose columns were renamed, so that each is stored under the other's name
    ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(schema("\"integer\"", "\"long\""));
    int id = 0;
    for (JsonNode field : schema.get("fields")) {
      String name = field.get("name").textValue();
      String stored =
          switch (name) {
            case "kafka_offset" -> "kafka_partition";
            case "kafka_partition" -> "kafka_offset";
            default -> name;
          };
      ((ObjectNode) field.get("metadata"))
          .put("delta.columnMapping.id", ++id)
          .put("delta.columnMapping.physicalName", stored);
    }
    log.create(
        "{\"minReaderVersion\":2,\"minWriterVersion\":5}",
        schema.toString(),
        List.of("date"),
        Map.of("delta.columnMapping.mode", "name", "delta.columnMapping.maxColumnId", "" + id));
    write(Optional.of(MINE), row(0, 500, "d"));
    DeltaDeadLetterStore store = newStore();

    // when, then
    assertThat(recorded(store, store.read(), Map.of(0, ALL, 500, ALL)).get(0)).containsExactly(500);
    assertThat(recorded(store, store.read(), Map.of(0, new OffsetRange(400, 600))).get(0))
        .containsExactly(500);
  }

  @Test
  void shouldLookAtExactlyTheVersionAsked() {
    // given
    log.create(schema("\"integer\"", "\"long\""), "date");
    write(Optional.of(MINE), row(0, 1, "d"));
    DeltaDeadLetterStore store = newStore();
    TableSnapshot before = store.read();
    write(Optional.of(MINE), row(0, 2, "d"));
    JsonNode first = log.adds().get(0);
    log.put(3, remove(first));

    // when, then
    assertThat(recorded(store, before, Map.of(0, ALL)).get(0)).containsExactly(1);
    assertThat(recorded(store, store.read(), Map.of(0, ALL)).get(0)).containsExactly(2);
  }

  @Test
  void shouldLeaveOutDeletedRows() {
    // given
    log.create(
        "{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"deletionVectors\"],"
            + "\"writerFeatures\":[\"deletionVectors\"]}",
        schema("\"integer\"", "\"long\""),
        List.of("date"),
        Map.of());
    write(Optional.of(MINE), row(0, 1, "d"), row(0, 2, "d"), row(0, 3, "d"), row(0, 4, "d"));
    ObjectNode add = log.adds().get(0).deepCopy();
    String vector = DeletionVectorFile.write(folder, 0, 2);
    String plain = add.toString();
    String withVector =
        plain.substring(0, plain.length() - 1) + ",\"deletionVector\":" + vector + "}";
    log.put(2, remove(add), "{\"add\":" + withVector + "}");
    DeltaDeadLetterStore store = newStore();

    // when, then
    assertThat(recorded(store, store.read(), Map.of(0, ALL)).get(0)).containsExactly(2, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "integer, long, date",
    "long, integer, date",
    "string, string, date",
    "integer, long, kafka_partition",
    "string, string, kafka_partition",
    "long, integer, kafka_offset",
    "string, string, kafka_offset",
    "integer, long, kafka_topic",
    "integer, long, kafka_topic;kafka_partition;kafka_offset",
  })
  void shouldReadColumnsOfEachTypeFromFilesOrFromPartitions(
      String partitionType, String offsetType, String partitionBy) {
    // given
    log.create(
        schema("\"" + partitionType + "\"", "\"" + offsetType + "\""), partitionBy.split(";"));
    write(
        Optional.of(MINE),
        typed(TOPIC, partitionType, 10, offsetType, 100),
        typed(TOPIC, partitionType, 2, offsetType, 99),
        typed(TOPIC, partitionType, 2, offsetType, 7),
        typed(TOPIC, partitionType, 2, offsetType, 1000),
        typed("another_topic", partitionType, 2, offsetType, 50));
    DeltaDeadLetterStore store = newStore();

    // when
    Map<Integer, long[]> offsets =
        recorded(store, store.read(), Map.of(10, ALL, 2, new OffsetRange(7, 200)));

    // then
    assertThat(offsets.get(10)).containsExactly(100);
    assertThat(offsets.get(2)).containsExactly(7, 99);
  }

  @Test
  void shouldNotCountTextThatIsNoNumber() {
    // given
    log.create(schema("\"string\"", "\"string\""), "kafka_partition");
    write(
        Optional.of(MINE),
        List.of(TOPIC, "zero", "1", "v", "d"),
        List.of(TOPIC, "0", "one", "v", "d"),
        List.of(TOPIC, "0", "-1", "v", "d"),
        List.of(TOPIC, "0", "3", "v", "d"));
    DeltaDeadLetterStore store = newStore();

    // when, then
    assertThat(recorded(store, store.read(), Map.of(0, ALL)).get(0)).containsExactly(3);
  }

  @ParameterizedTest
  @CsvSource({
    "kafka_topic, kafka_partition, offset, long",
    "kafka_topic, partition, kafka_offset, long",
    "topic, kafka_partition, kafka_offset, long",
    "kafka_topic, kafka_partition, kafka_offset, double",
  })
  void shouldSayWhenTableHasNoColumnsThatTell(
      String topic, String partition, String offset, String type) {
    // given
    log.create(
        Schemas.struct(
            topic,
            "\"string\"",
            partition,
            "\"integer\"",
            offset,
            "\"" + type + "\"",
            "v",
            "\"string\""));
    DeltaDeadLetterStore store = newStore();

    // when, then
    assertThat(store.recorded(store.read(), MINE, TOPIC, Map.of(0, ALL))).isEmpty();
  }

  @Test
  void shouldOpenOnlyFilesThatNeitherTagNorStatisticsRuleOut() {
    // given: a thousand files of which none is there, and one that is
    log.create(schema("\"integer\"", "\"long\""), "date");
    write(Optional.of(MINE), row(0, 499_999, "d"), row(0, 500_000, "d"));
    List<String> adds = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      adds.add(absentFile(i));
    }
    log.put(2, adds.toArray(new String[0]));
    DeltaDeadLetterStore store = newStore();
    TableSnapshot table = store.read();
    storage.takeOpened();

    // when
    Map<Integer, long[]> offsets =
        recorded(store, table, Map.of(0, new OffsetRange(500_000, 500_100)));

    // then
    assertThat(offsets.get(0)).containsExactly(500_000);
    assertThat(storage.takeOpened().stream().distinct())
        .hasSize(1)
        .allMatch(log.dataFiles()::contains);
  }

  @Test
  void shouldOpenNothingForNoWindows() {
    // given
    log.create(schema("\"integer\"", "\"long\""), "date");
    write(Optional.of(MINE), row(0, 1, "d"));
    DeltaDeadLetterStore store = newStore();

    // when, then
    assertThat(recorded(store, store.read(), Map.of())).isEmpty();
    assertThat(storage.takeOpened()).isEmpty();
  }

  @Test
  void shouldRefuseTableThatTookThePlace() throws IOException {
    // given
    log.create(schema("\"integer\"", "\"long\""), "date");
    DeltaDeadLetterStore store = newStore();
    TableSnapshot table = store.read();
    String schema = schema("\"integer\"", "\"long\"");
    log.put(
        0,
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
        LogFolder.metadata("another", schema, List.of("date"), Map.of()));

    // when, then
    assertThatThrownBy(() -> recorded(store, table, Map.of(0, ALL)))
        .isInstanceOf(StreamFailedException.class)
        .hasMessageContaining("its id is another");
  }

  @Test
  void shouldAskToTryAgainWhenVersionOrFileWentAway() throws IOException {
    // given
    log.create(schema("\"integer\"", "\"long\""), "date");
    write(Optional.of(MINE), row(0, 1, "d"));
    DeltaDeadLetterStore store = newStore();
    TableSnapshot table = store.read();
    write(Optional.of(MINE), row(0, 2, "d"));
    Files.delete(log.file(log.adds().get(0)));

    // when, then
    assertThatThrownBy(() -> recorded(store, table, Map.of(0, ALL)))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("went away");

    // given
    newLog().writeCheckpoint(1, 2);
    Files.delete(log.entry(0));
    Files.delete(log.entry(1));

    // when, then
    assertThatThrownBy(() -> recorded(store, table, Map.of(0, ALL)))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("Version 1");
  }

  @Test
  void shouldRefuseFileOutsideTheTable() {
    // given
    log.create(schema("\"integer\"", "\"long\""), "date");
    log.put(1, absentFile(0).replace("absent-0", "file:/elsewhere/absent"));
    DeltaDeadLetterStore store = newStore();

    // when, then
    assertThatThrownBy(
            () ->
                store.recorded(
                    store.read(), "other", TOPIC, Map.of(0, new OffsetRange(0, 1_000_000))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("outside of the table");
  }

  /** A file of another recorder, or of an offset or partition that the test does not ask for. */
  private static String absentFile(int i) {
    String tags = i % 4 == 0 ? ",\"tags\":{\"" + TxnUpdate.RECORDER_TAG + "\":\"other\"}" : "";
    int partition = i % 4 == 1 ? 1 : 0;
    long offset = i % 4 < 2 ? 500_000 : i * 100L + (i < 500 ? 0 : 1_000_000);
    String topic = i % 4 == 3 ? "another_topic" : TOPIC;
    String bounds =
        "{\\\"kafka_topic\\\":\\\""
            + topic
            + "\\\",\\\"kafka_partition\\\":"
            + partition
            + ",\\\"kafka_offset\\\":"
            + offset
            + "}";
    return "{\"add\":{\"path\":\"absent-"
        + i
        + "\",\"partitionValues\":{\"date\":\"d\"},\"size\":1000,\"modificationTime\":1,"
        + "\"dataChange\":true,\"stats\":\"{\\\"numRecords\\\":1,\\\"minValues\\\":"
        + bounds
        + ",\\\"maxValues\\\":"
        + bounds
        + "}\""
        + tags
        + "}}";
  }

  private static String remove(JsonNode add) {
    return "{\"remove\":{\"path\":"
        + add.get("path")
        + ",\"deletionTimestamp\":1,\"dataChange\":true}}";
  }

  private static String schema(String partitionType, String offsetType) {
    return Schemas.struct(
        "kafka_topic",
        "\"string\"",
        "kafka_partition",
        partitionType,
        "kafka_offset",
        offsetType,
        "value",
        "\"string\"",
        "date",
        "\"string\"");
  }

  private static List<Object> row(int partition, long offset, String date) {
    return List.of(TOPIC, partition, offset, "value", date);
  }

  private static List<Object> typed(
      String topic, String partitionType, long partition, String offsetType, long offset) {
    return List.of(
        topic,
        partitionType.equals("string") ? Long.toString(partition) : (Object) partition,
        offsetType.equals("string") ? Long.toString(offset) : (Object) offset,
        "value",
        "d");
  }

  private void write(Optional<String> recorder, List<?>... rows) {
    try (TableFixture table = new TableFixture(folder)) {
      table.append(List.of(rows));
      table
          .sink()
          .submit(
              table.sink().seal(new TxnUpdate(List.of(), List.of(), OutputMode.APPEND, recorder)));
      assertThat(table.outcome()).isInstanceOf(CommitOutcome.Committed.class);
    }
  }

  private static Map<Integer, long[]> recorded(
      DeltaDeadLetterStore store, TableSnapshot table, Map<Integer, OffsetRange> windows) {
    return store.recorded(table, MINE, TOPIC, windows).orElseThrow();
  }

  private DeltaDeadLetterStore newStore() {
    return new DeltaDeadLetterStore(new DeltaOffsetStore(newLog(), storage.location()), storage);
  }

  private DeltaTableLog newLog() {
    return new DeltaTableLog(storage, "test", Clock.systemUTC());
  }
}
