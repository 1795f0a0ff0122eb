package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.OptimisticTransaction;
import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.WebRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table that kafka-delta-ingest 0.4 filled goes on with the same arguments, and may go back. It
 * is {@code reference-table} of the test resources; {@code make_reference_table.py} tells what is
 * peculiar to it.
 */
class TakeoverIT {

  private static final int PARTITIONS = 4;

  /** How many messages of each partition the reference has brought into the table. */
  private static final long[] DONE = {78, 78, 24, 0};

  private static final long FIRST_VERSION_OF_OURS = 14;
  private static final int BATCH = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path brokerDirectory;
  private static KafkaProcess kafka;

  @TempDir Path directory;
  private final WebRequests requests =
      new WebRequests(7, WebRequests.DEFAULT_START, Duration.ofMinutes(2));
  private final long[] ends = new long[PARTITIONS];
  private Path table;
  private String topic;

  @BeforeAll
  static void startBroker() {
    kafka = KafkaProcess.start(brokerDirectory);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void copyTable() throws IOException {
    Path resource = Path.of("src/test/resources/reference-table");
    table = directory.resolve("web_requests");
    try (Stream<Path> files = Files.walk(resource)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, table.resolve(resource.relativize(file).toString()));
      }
    }
  }

  @Test
  void shouldGoOnWhereTheReferenceStopped() {
    createTopic("web_requests");
    produce(600, 500, 300, 90);
    Set<String> filesOfTheReference = files();
    assertThat(filesOfTheReference).hasSize(14);

    ingest();

    assertHoldsEachMessageOnce();
    assertThat(files()).containsAll(filesOfTheReference);
    assertThat(newestVersion()).as("versions").isGreaterThan(FIRST_VERSION_OF_OURS + 6);
    assertThat(lastCheckpoint())
        .as("written by us")
        .isGreaterThan(FIRST_VERSION_OF_OURS)
        .satisfies(
            version ->
                assertThat(table.resolve("_delta_log/%020d.checkpoint.parquet".formatted(version)))
                    .exists());
  }

  @Test
  void shouldGoOnAfterTheReferenceWasRunInBetween() {
    createTopic("there_and_back");
    produce(300, 200, 100, 0);
    ingest();
    long afterOurs = newestVersion();

    // the reference reads on from our offsets: rows of three partitions, then offsets without rows
    produce(100, 0, 50, 60);
    ReferenceWriter reference = new ReferenceWriter(table, "web_requests");
    reference.commit(rows(0, 300, 340), Map.of(0, 339L));
    List<ObjectNode> mixed = rows(0, 340, 360);
    mixed.addAll(rows(2, 100, 150));
    mixed.addAll(rows(3, 0, 10));
    reference.commit(mixed, Map.of(0, 359L, 2, 149L, 3, 9L));
    reference.commit(List.of(), Map.of(1, 199L));
    produce(5, 40, 0, 5);
    ingest();

    assertHoldsEachMessageOnce();
    assertThat(newestVersion()).isGreaterThan(afterOurs + 3);
  }

  /** The reference's arguments; responses of one record batch, so that there are many versions. */
  private void ingest() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                WebRequestsTable.arguments(
                    kafka.bootstrapServers(),
                    table,
                    "--checkpoints",
                    "--allowed_latency",
                    "300",
                    "--max_messages_per_batch",
                    "60",
                    "--min_bytes_per_file",
                    "1",
                    "--Kafka",
                    "fetch.max.bytes=1",
                    "--Kafka",
                    "max.partition.fetch.bytes=1",
                    "--ends_at_latest_offsets")));
    arguments.set(1, topic);
    try (LauncherProcess process =
        LauncherProcess.start(directory, arguments.toArray(String[]::new))) {
      assertThat(process.awaitExit()).as(process.log()).isZero();
    }
  }

  private void createTopic(String name) {
    topic = name;
    kafka.fixture().createTopic(topic, PARTITIONS);
  }

  /** Appends that many messages to each partition, in record batches of few. */
  private void produce(int... counts) {
    int most = Arrays.stream(counts).max().orElseThrow();
    for (int done = 0; done < most; done += BATCH) {
      Collection<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int i = done; i < Math.min(done + BATCH, counts[partition]); i++) {
          records.add(
              new ProducerRecord<>(topic, partition, null, message(partition, ends[partition]++)));
        }
      }
      kafka.fixture().produce(records);
    }
  }

  private byte[] message(int partition, long offset) {
    return requests.message(partition * 10_000L + offset);
  }

  private List<ObjectNode> rows(int partition, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(
            offset -> ReferenceWriter.row(message(partition, offset), topic, partition, offset))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Every message by partition and offset, with what was in it, and the offsets in the log. */
  private void assertHoldsEachMessageOnce() {
    Map<String, String> expected = new TreeMap<>();
    long messages = 0;
    OptimisticTransaction log =
        DeltaLog.forTable(new Configuration(), table.toString()).startTransaction();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      messages += ends[partition];
      for (long offset = DONE[partition]; offset < ends[partition]; offset++) {
        expected.put(partition + "/" + offset, uuid(message(partition, offset)));
      }
      if (ends[partition] > 0) {
        assertThat(log.txnVersion("web_requests-" + partition))
            .as("txn of partition %d", partition)
            .isEqualTo(ends[partition] - 1);
      }
    }
    try (ForeignTable read = new ForeignTable(table, "date")) {
      assertThat(read.number("SELECT count(*) FROM t")).as("rows").isEqualTo(messages);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        assertThat(
                read.number(
                    "SELECT count(DISTINCT meta.kafka.offset) FROM t WHERE meta.kafka.offset"
                        + " BETWEEN 0 AND %d AND meta.kafka.partition = %d"
                            .formatted(ends[partition] - 1, partition)))
            .as("distinct offsets of partition %d", partition)
            .isEqualTo(ends[partition]);
      }
      Map<String, String> found = new TreeMap<>();
      read.rows("SELECT meta.kafka.partition, meta.kafka.offset, uuid FROM t")
          .forEach(
              row -> {
                if (Long.parseLong(row.get(1)) >= DONE[Integer.parseInt(row.get(0))]) {
                  found.put(row.get(0) + "/" + row.get(1), row.get(2));
                }
              });
      assertThat(found).isEqualTo(expected);
      assertThat(
              read.number(
                  "SELECT count(*) FROM t WHERE \"date\" IS DISTINCT FROM"
                      + " substr(meta.producer.timestamp, 1, 10)"))
          .as("rows in the wrong partition")
          .isZero();
    }
  }

  private static String uuid(byte[] message) {
    try {
      return JSON.readTree(message).get("uuid").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> files() {
    Set<String> paths = new HashSet<>();
    DeltaLog.forTable(new Configuration(), table.toString())
        .update()
        .getAllFiles()
        .forEach(file -> paths.add(file.getPath()));
    return paths;
  }

  private long newestVersion() {
    return new ReferenceWriter(table, "web_requests").newestVersion();
  }

  private long lastCheckpoint() {
    try {
      return JSON.readTree(Files.readString(table.resolve("_delta_log/_last_checkpoint")))
          .get("version")
          .asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
