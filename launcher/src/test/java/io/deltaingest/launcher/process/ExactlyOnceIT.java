package io.deltaingest.launcher.process;

import static io.deltaingest.launcher.process.WebRequestsTable.arguments;
import static io.deltaingest.launcher.process.WebRequestsTable.assertHoldsEachMessageOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.WebRequests;
import io.deltaingest.testkit.WebRequestsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program and a broker in a process of its own: whatever dies, each message once. */
class ExactlyOnceIT {

  private static final int PARTITIONS = 4;
  private static final long MESSAGES = 300_000;

  /** How long the partitions of a killed member are missed; the test's broker takes it so short. */
  private static final String SESSION = "session.timeout.ms=2000";

  private static final String HEARTBEAT = "heartbeat.interval.ms=500";

  @TempDir static Path brokerDirectory;
  private static KafkaProcess kafka;
  private static String brokers;

  @TempDir Path directory;
  private Path table;

  @BeforeAll
  static void loadTopic() {
    kafka = KafkaProcess.start(brokerDirectory);
    brokers = kafka.bootstrapServers();
    kafka.fixture().createTopic("web_requests", PARTITIONS);
    new WebRequestsLoader(brokers, "web_requests", PARTITIONS)
        .load(new WebRequests(1), 0, MESSAGES);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void createTable() {
    table = WebRequestsTable.create(directory.resolve("web_requests"));
  }

  @Test
  void shouldIngestTheSeedsExampleUntilItIsTerminated() {
    try (LauncherProcess ingest =
        LauncherProcess.start(
            directory, arguments(brokers, table, "--allowed_latency", "60", "-b", "1000000"))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> versions() >= 3);

      assertThat(ingest.terminate()).as(ingest.log()).isZero();
    }

    finish();
    assertHoldsEachMessageOnce(table, MESSAGES, PARTITIONS);
  }

  @Test
  void shouldCommitWhatIsHeldOnSigterm() {
    // neither latency nor bytes make a batch due: only the stop can commit it
    try (LauncherProcess ingest =
        LauncherProcess.start(
            directory,
            arguments(brokers, table, "--allowed_latency", "3600", "--log-format", "json"))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> ingest.log().contains("Assigned"));
      await()
          .pollDelay(Duration.ofMillis(1_500))
          .atMost(Duration.ofSeconds(60))
          .until(ingest::isAlive);
      assertThat(versions()).isZero();

      assertThat(ingest.terminate()).as(ingest.log()).isZero();
    }

    assertThat(versions()).isEqualTo(1);
    finish();
    assertHoldsEachMessageOnce(table, MESSAGES, PARTITIONS);
  }

  @Test
  void shouldLoseAndDoubleNothingWhenKilledAgainAndAgain() {
    Random random = new Random(3);
    for (int round = 0; round < 3; round++) {
      try (LauncherProcess ingest =
          LauncherProcess.start(
              directory,
              arguments(
                  brokers, table, "-l", "1", "-b", "400000", "-c", "-K", SESSION, "-K",
                  HEARTBEAT))) {
        long before = versions();
        await().atMost(Duration.ofSeconds(60)).until(() -> versions() > before || caughtUp());
        sleep(random.nextInt(400));
        ingest.kill();
      }
    }

    finish();
    assertHoldsEachMessageOnce(table, MESSAGES, PARTITIONS);
  }

  @Test
  void shouldShareTheTopicBetweenProcessesAndSurviveTheDeathOfOne() {
    String[] arguments =
        arguments(
            brokers, table, "-l", "1", "-b", "400000", "-g", "pair", "-K", SESSION, "-K",
            HEARTBEAT);
    try (LauncherProcess first = LauncherProcess.start(directory, arguments);
        LauncherProcess second = LauncherProcess.start(directory, arguments)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> first.log().contains("Assigned") && second.log().contains("Assigned"));
      sleep(1_500);
      first.kill();
      // the heir has to be given the partitions of the dead, not only to keep its own
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> second.log().contains("Assigned partitions [0, 1, 2, 3]"));
      assertThat(second.isAlive()).as(second.log()).isTrue();
      assertThat(second.terminate()).as(second.log()).isZero();
    }

    finish();
    assertHoldsEachMessageOnce(table, MESSAGES, PARTITIONS);
  }

  /** Ingests the rest with {@code -e}. */
  private void finish() {
    try (LauncherProcess rest =
        LauncherProcess.start(directory, arguments(brokers, table, "-e", "-g", "finisher"))) {
      assertThat(rest.awaitExit()).as(rest.log()).isZero();
    }
  }

  /** Whether the newest offsets in the log are the last of the topic; reads beside the writer. */
  private boolean caughtUp() {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      String last =
          "\"appId\":\"web_requests-%d\",\"version\":%d"
              .formatted(partition, MESSAGES / PARTITIONS - 1);
      try (Stream<Path> entries = Files.list(table.resolve("_delta_log"))) {
        if (entries.noneMatch(entry -> holds(entry, last))) {
          return false;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return true;
  }

  private static boolean holds(Path entry, String text) {
    try {
      return entry.toString().endsWith(".json") && Files.readString(entry).contains(text);
    } catch (IOException gone) {
      return false;
    }
  }

  /** The newest version in the log. */
  private long versions() {
    try (Stream<Path> entries = Files.list(table.resolve("_delta_log"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d{20}\\.json"))
          .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
          .max()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
