package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.testkit.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user gets wrong: one clear message each, the right exit code, and nothing is touched. */
class BadUsageIT {

  private static EmbeddedKafka kafka;
  private static String brokers;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.start();
    brokers = kafka.bootstrapServers();
    kafka.fixture().createTopic("web_requests", 1);
    kafka.fixture().produce("web_requests", 0, "{\"status\":200}".getBytes(UTF_8));
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void shouldNameAnUnknownOptionAndTheNearestKnownOne() {
    Outcome outcome = ingest("--allowed_latencey", "60");

    outcome.isRefused(2, "--allowed_latencey", "--allowed_latency");
  }

  @Test
  void shouldNameATransformThatDoesNotParse() {
    ingest("--transform", "date: substr(meta.").isRefused(2, "substr(meta.");
  }

  @Test
  void shouldNameAnUnknownFunction() {
    ingest("--transform", "date: substrin(a, `0`, `1`)").isRefused(2, "substrin", "substr");
  }

  @Test
  void shouldRefuseWhatThisVersionDoesNotHaveByName() {
    run("ingest", "web_requests", "s3://bucket/table", "-k", brokers).isRefused(2, "s3://");
  }

  @Test
  void shouldSayWhatToDoAboutAMissingTable() {
    Path nowhere = directory.resolve("nowhere");

    run("ingest", "web_requests", nowhere.toString(), "-k", brokers)
        .isRefused(2, "no Delta table", nowhere.toString(), "--create");
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void shouldSayWhatIsWrongWithADeadLetterTable() {
    ingest("--dlq_table_location", "./dlq").isRefused(2, "no Delta table", "dlq");
    ingest("--dlq_table_location", "./x/../table")
        .isRefused(2, "--dlq_table_location", "own table");
  }

  @Test
  void shouldNameAMissingTopic() {
    table();

    run("ingest", "web_requestz", "table", "-k", brokers).isRefused(2, "web_requestz");
  }

  @Test
  void shouldGiveUpOnABrokerThatNeverAnswers() {
    table();

    Outcome outcome =
        run("ingest", "web_requests", "table", "-k", "localhost:1", "--start_timeout", "3");

    outcome.isRefused(1, "localhost:1");
  }

  @Test
  void shouldSayThatASeekOffsetIsBeyondTheEnd() {
    Outcome beyond = ingest("-e", "--app_id", "beyond", "--seek_offsets", "{\"0\":7}");
    Outcome atTheEnd = ingest("-e", "--app_id", "end", "--seek_offsets", "{\"0\":0}");

    assertThat(beyond.exitCode()).as(beyond.log()).isZero();
    assertThat(beyond.log())
        .containsOnlyOnce(
            "Nothing of partition 0 is read by this run: its seek offset is 7, and the topic ends"
                + " before offset 1");
    assertThat(atTheEnd.exitCode()).as(atTheEnd.log()).isZero();
    assertThat(atTheEnd.log()).doesNotContain("Nothing of partition");
  }

  @Test
  void shouldNameTheProtocolOrFeatureThatItDoesNotKnow() throws IOException {
    Path log = table().resolve("_delta_log/00000000000000000000.json");
    String entry = Files.readString(log);
    Files.writeString(
        log,
        entry.replace(
            "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
            "{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"timeTravelBack\"],"
                + "\"writerFeatures\":[\"timeTravelBack\"]}"));

    ingest().isRefused(2, "timeTravelBack");
  }

  @Test
  void shouldNameAFolderThatItCannotWriteTo() throws IOException {
    Path table = table();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(table, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(
        table.resolve("_delta_log"), PosixFilePermissions.fromString("r-xr-xr-x"));

    try (LauncherProcess process =
        LauncherProcess.startUnprivileged(
            directory, "ingest", "web_requests", "table", "-k", brokers, "-e")) {
      new Outcome(process.awaitExit(), process.log()).isRefused(2, table.toString());
    } finally {
      Files.setPosixFilePermissions(table, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void shouldReportEveryProblemOfAConfigurationAtOnce() throws IOException {
    Path config = directory.resolve("config.json");
    Files.writeString(
        config,
        """
        {"streams": [{"name": "a", "source": {"topik": "t"}, "flush": {"allowedLatency": "soon"}}],
         "htpp": {}}
        """);

    run("serve", "--config", config.toString())
        .isRefused(2, "htpp", "http", "topik", "topic", "allowedLatency", "soon");
    run("-conf", config.toString()).isRefused(2, "htpp");
    run("serve", "--config", directory.resolve("none.json").toString()).isRefused(2, "none.json");
  }

  // ---- helpers ----

  private record Outcome(int exitCode, String log) {
    void isRefused(int expectedCode, String... words) {
      assertThat(log).contains(words).doesNotContain("\tat io.deltaingest");
      assertThat(exitCode).as(log).isEqualTo(expectedCode);
    }
  }

  private Path table() {
    return WebRequestsTable.create(directory.resolve("table"));
  }

  private Outcome ingest(String... more) {
    if (Files.notExists(directory.resolve("table"))) {
      table();
    }
    List<String> arguments =
        new ArrayList<>(List.of("ingest", "web_requests", "table", "-k", brokers));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private Outcome run(String... arguments) {
    try (LauncherProcess process = LauncherProcess.start(directory, Map.of(), arguments)) {
      return new Outcome(process.awaitExit(), process.log());
    }
  }
}
