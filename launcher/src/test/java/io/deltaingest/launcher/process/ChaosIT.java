package io.deltaingest.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deltaingest.testkit.KafkaProcess;
import io.deltaingest.testkit.WebRequests;
import io.deltaingest.testkit.WebRequestsLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packaged program under load, killed at random moments, one to three processes at a time, with
 * one bad message in 100 and a dead-letter table: in the end each message is in the table or in the
 * dead-letter table, once.
 *
 * <p>The system properties {@code chaos.rounds} and {@code chaos.seed} say how long and which. Each
 * round starts processes, lets them run for a random time under a random mishap, and leaves what
 * survives to the next round.
 */
class ChaosIT {

  private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
  private static final int PARTITIONS = 6;
  private static final int BAD_EVERY = 100;
  private static final int MOST_PROCESSES = 3;
  private static final long MESSAGES_A_ROUND = 20_000;

  /**
   * Above it the group gives a silent member's partitions away; the test's broker takes it so
   * short.
   */
  private static final int SESSION_MILLIS = 2_000;

  private static final String[] ASSIGNORS = {"range", "roundrobin", "cooperative-sticky"};

  private final int rounds = Integer.getInteger("chaos.rounds", 5);
  private final long seed = Long.getLong("chaos.seed", 11);
  private final Random random = new Random(seed);
  private final List<LauncherProcess> running = new ArrayList<>();

  @TempDir Path directory;
  @TempDir Path brokerDirectory;
  private KafkaProcess kafka;
  private Path table;
  private Path deadLetters;
  private String assignor;

  @Test
  void shouldBringEachMessageToOneOfTheTwoTablesOnce() {
    table = WebRequestsTable.create(directory.resolve("web_requests"));
    deadLetters = DeadLetterTable.create(directory.resolve("dead_letters"));
    assignor = ASSIGNORS[random.nextInt(ASSIGNORS.length)];
    LOG.info("Chaos: {} rounds, seed {}, {}", rounds, seed, assignor);
    WebRequests requests = new WebRequests(seed).withBadEvery(BAD_EVERY);
    kafka = KafkaProcess.start(brokerDirectory);
    try {
      kafka.fixture().createTopic("web_requests", PARTITIONS);
      WebRequestsLoader loader =
          new WebRequestsLoader(kafka.bootstrapServers(), "web_requests", PARTITIONS);
      for (int round = 0; round < rounds; round++) {
        long from = round * MESSAGES_A_ROUND;
        Thread load =
            new Thread(() -> loader.load(requests, from, from + MESSAGES_A_ROUND), "load");
        load.start();
        runRound(round);
        join(load);
      }
      running.forEach(LauncherProcess::kill);
      running.clear();
      finish();
      assertEachMessageOnce(requests, rounds * MESSAGES_A_ROUND);
    } finally {
      running.forEach(LauncherProcess::kill);
      kafka.close();
    }
  }

  private void runRound(int round) {
    int processes = 1 + random.nextInt(MOST_PROCESSES);
    while (running.size() < processes) {
      running.add(start());
    }
    sleep(1_000 + random.nextInt(3_000));
    LauncherProcess victim = running.get(random.nextInt(running.size()));
    int mishap = round % 5;
    LOG.info("Round {}: {} processes, mishap {}", round, running.size(), mishap);
    switch (mishap) {
      case 0 -> kill(victim);
      case 1 -> new ArrayList<>(running).forEach(this::kill);
      case 2 -> {
        victim.freeze();
        sleep(SESSION_MILLIS + 1_000 + random.nextInt(2_000));
        victim.thaw();
        sleep(random.nextInt(1_000));
        kill(victim);
      }
      case 3 -> {
        kafka.kill();
        sleep(random.nextInt(2_000));
        kafka.restart();
        sleep(random.nextInt(2_000));
        kill(victim);
      }
      default -> {
        running.remove(victim);
        terminate(victim);
      }
    }
    running.removeIf(process -> endedByItself(process));
  }

  private void kill(LauncherProcess victim) {
    running.remove(victim);
    victim.kill();
  }

  /** SIGTERM; a process that has not come to its first assignment may not have heard it. */
  private static void terminate(LauncherProcess victim) {
    boolean working = victim.log().contains("Assigned");
    int code = victim.terminate();
    if (working) {
      assertThat(code).as(victim.log()).isZero();
    }
  }

  /** A process that ends without having been told to has found something wrong. */
  private static boolean endedByItself(LauncherProcess process) {
    assertThat(process.isAlive()).as(process.log()).isTrue();
    return false;
  }

  private LauncherProcess start() {
    return LauncherProcess.start(
        directory,
        arguments(
            "-l",
            "1",
            "-b",
            "300000",
            "-c",
            "-K",
            "session.timeout.ms=" + SESSION_MILLIS,
            "-K",
            "heartbeat.interval.ms=" + SESSION_MILLIS / 4,
            "-K",
            "partition.assignment.strategy=" + assignor));
  }

  private void finish() {
    try (LauncherProcess rest =
        LauncherProcess.start(directory, arguments("-e", "-g", "finisher"))) {
      assertThat(rest.awaitExit()).as(rest.log()).isZero();
    }
  }

  private String[] arguments(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--dlq_table_location",
                deadLetters.toString(),
                "--dlq_transform",
                DeadLetterTable.DATE_TRANSFORM));
    all.addAll(List.of(more));
    return WebRequestsTable.arguments(kafka.bootstrapServers(), table, all.toArray(String[]::new));
  }

  private void assertEachMessageOnce(WebRequests requests, long messages) {
    long bad = 0;
    for (long sequence = 0; sequence < messages; sequence++) {
      bad += requests.isBad(sequence) ? 1 : 0;
    }
    Map<Integer, Long> ends = kafka.fixture().endOffsets("web_requests");
    assertThat(ends.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(messages);
    try (ForeignTable rows = new ForeignTable(table, "date");
        ForeignTable dead = new ForeignTable(deadLetters, "date")) {
      assertThat(rows.number("SELECT count(*) FROM t")).as("rows").isEqualTo(messages - bad);
      assertThat(rows.number("SELECT count(DISTINCT uuid) FROM t"))
          .as("distinct uuid")
          .isEqualTo(messages - bad);
      assertThat(
              rows.number(
                  "SELECT count(*) FROM (SELECT DISTINCT meta.kafka.partition, meta.kafka.offset"
                      + " FROM t)"))
          .as("distinct (partition, offset)")
          .isEqualTo(messages - bad);
      assertThat(dead.number("SELECT count(*) FROM t")).as("dead letters").isEqualTo(bad);
      assertThat(
              dead.number(
                  "SELECT count(*) FROM (SELECT DISTINCT kafka_partition, kafka_offset FROM t)"))
          .as("distinct dead letters")
          .isEqualTo(bad);
      ends.forEach(
          (partition, end) ->
              assertThat(rows.txn("web_requests-" + partition)).as("txn").hasValue(end - 1));
    }
  }

  private static void join(Thread thread) {
    await().atMost(Duration.ofMinutes(2)).until(() -> !thread.isAlive());
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
