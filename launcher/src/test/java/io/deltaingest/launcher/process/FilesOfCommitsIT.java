package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.testkit.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many files each commit has, and how large they are. */
class FilesOfCommitsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOPIC = "days";
  private static final int DAYS = 3;
  private static final int MESSAGES = 60_000;
  private static final long MIN_BYTES = 1_000_000;

  /**
   * Rows that were read and not encoded yet when the batch became due, however slow the machine.
   */
  private static final long IN_BETWEEN_BYTES = 1_500_000;

  private static EmbeddedKafka kafka;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.start();
    kafka.fixture().createTopic(TOPIC, 2);
    Random random = new Random(1);
    byte[] noise = new byte[50];
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int id = 0; id < MESSAGES; id++) {
      random.nextBytes(noise);
      String value =
          "{\"id\":%d,\"day\":\"2026-01-0%d\",\"noise\":\"%s\"}"
              .formatted(id, 1 + id % DAYS, HexFormat.of().formatHex(noise));
      records.add(new ProducerRecord<>(TOPIC, id % 2, null, value.getBytes(UTF_8)));
    }
    kafka.fixture().produce(records);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void shouldHaveOneFileForEachTablePartitionOfACommitAsLargeAsAsked() throws IOException {
    List<Map<String, List<Long>>> commits = ingest("one", 1);

    assertThat(commits).hasSizeBetween(2, 8);
    for (Map<String, List<Long>> commit : commits) {
      assertThat(commit).hasSize(DAYS);
      assertThat(commit.values()).allMatch(files -> files.size() == 1);
    }
    for (Map<String, List<Long>> commit : commits.subList(0, commits.size() - 1)) {
      assertThat(bytes(commit)).isBetween(MIN_BYTES * 8 / 10, MIN_BYTES + IN_BETWEEN_BYTES);
    }
  }

  @Test
  void shouldHaveOneFileForEachWorkerAtTheMost() throws IOException {
    List<Map<String, List<Long>>> commits = ingest("two", 2);

    for (Map<String, List<Long>> commit : commits) {
      assertThat(commit.values()).allMatch(files -> files.size() <= 2);
    }
  }

  /**
   * Ingests the topic.
   *
   * @return sizes of the files that each commit added, by table partition
   */
  private List<Map<String, List<Long>>> ingest(String name, int workers) throws IOException {
    Path table =
        ForeignTable.create(
            directory.resolve(name),
            "{\"type\":\"struct\",\"fields\":["
                + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},"
                + "{\"name\":\"day\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},"
                + "{\"name\":\"noise\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}}]}",
            "day");
    try (LauncherProcess process =
        LauncherProcess.start(
            directory,
            "ingest",
            TOPIC,
            table.toString(),
            "-k",
            kafka.bootstrapServers(),
            "-g",
            name,
            "-l",
            "300",
            "-m",
            "500",
            "-b",
            Long.toString(MIN_BYTES),
            "-K",
            "max.poll.records=500",
            "--workers",
            Integer.toString(workers),
            "-e")) {
      assertThat(process.awaitExit()).as(process.log()).isZero();
    }
    try (ForeignTable read = new ForeignTable(table)) {
      assertThat(read.rows("SELECT count(DISTINCT id), count(*) FROM t"))
          .isEqualTo(List.of(List.of("60000", "60000")));
    }
    List<Map<String, List<Long>>> commits = new ArrayList<>();
    for (Path entry : ForeignTable.entries(table)) {
      Map<String, List<Long>> added = filesOf(entry);
      if (!added.isEmpty()) {
        commits.add(added);
      }
    }
    return commits;
  }

  private static Map<String, List<Long>> filesOf(Path entry) throws IOException {
    Map<String, List<Long>> added = new HashMap<>();
    for (String line : Files.readAllLines(entry)) {
      JsonNode add = JSON.readTree(line).path("add");
      if (!add.isMissingNode()) {
        added
            .computeIfAbsent(add.at("/partitionValues/day").asText(), day -> new ArrayList<>())
            .add(add.path("size").asLong());
      }
    }
    return added;
  }

  private static long bytes(Map<String, List<Long>> commit) {
    return commit.values().stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
  }
}
