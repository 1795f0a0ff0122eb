package io.deltaingest.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.WebRequests;
import io.deltaingest.testkit.WebRequestsLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's commands as a reader types them, one block after the other in one folder, against a
 * broker whose topic {@code web_requests} holds messages. Blocks with the directive {@code file:
 * NAME} are written to that file first.
 */
class ReadmeIT {

  private static final int PARTITIONS = 4;
  private static final long MESSAGES = 20_000;

  /** The one that {@code serve} listens on where nothing is said. */
  private static final int ADMIN_PORT = 8080;

  private static final String FILE = "file: ";
  private static final Pattern OUTPUT_ROWS = Pattern.compile("\"numOutputRows\":\"(\\d+)\"");

  @TempDir static Path directory;

  private static final List<ReadmeCommand> background = new ArrayList<>();
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void fillTopic() throws IOException {
    assumeTrue(
        isFree(ADMIN_PORT), "the README's commands use port " + ADMIN_PORT + ", which is taken");
    kafka = EmbeddedKafka.start();
    kafka.fixture().createTopic("web_requests", PARTITIONS);
    new WebRequestsLoader(kafka.bootstrapServers(), "web_requests", PARTITIONS)
        .load(new WebRequests(1), 0, MESSAGES);
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.createSymbolicLink(
        bin.resolve("kafka-delta-ingest"), Documents.root().resolve("bin/kafka-delta-ingest"));
    Files.createSymbolicLink(directory.resolve("docs"), Documents.root().resolve("docs"));
  }

  @AfterAll
  static void endEverything() throws IOException {
    background.forEach(ReadmeCommand::close);
    Files.deleteIfExists(directory.resolve("bin/kafka-delta-ingest"));
    Files.deleteIfExists(directory.resolve("docs"));
    if (kafka != null) {
      kafka.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldRunTheCommandsOfTheReadme() {
    List<DynamicTest> steps = new ArrayList<>();
    for (Markdown.Block block : Documents.readme().blocks()) {
      if (block.directive().startsWith(FILE)) {
        String name = block.directive().substring(FILE.length());
        steps.add(
            DynamicTest.dynamicTest(
                "line " + block.line() + ": " + name,
                () -> Files.writeString(directory.resolve(name), block.text())));
      } else if (ReadmeCommand.isRun(block)) {
        String first = block.text().lines().findFirst().orElseThrow();
        steps.add(DynamicTest.dynamicTest("line " + block.line() + ": " + first, () -> run(block)));
      }
    }
    steps.add(DynamicTest.dynamicTest("end of what runs in the background", ReadmeIT::end));
    steps.add(DynamicTest.dynamicTest("the table's rows", ReadmeIT::checkTable));
    return steps.stream();
  }

  private static void run(Markdown.Block block) {
    ReadmeCommand command =
        ReadmeCommand.start(
            block,
            directory,
            Map.of("KAFKA_BROKERS", kafka.bootstrapServers(), "KDI_HEAP", "384m"));
    background.add(command);
    command.await();
  }

  private static void end() {
    List<ReadmeCommand> running = background.stream().filter(ReadmeCommand::isAlive).toList();
    assertThat(running).as("blocks that run in the background").isNotEmpty();
    running.forEach(ReadmeCommand::end);
  }

  /** What the seed's example ingested, by itself and as a stream of the server. */
  private static void checkTable() throws IOException {
    long rows = 0;
    try (Stream<Path> log = Files.list(directory.resolve("tables/web_requests/_delta_log"))) {
      for (Path entry : log.filter(path -> path.toString().endsWith(".json")).toList()) {
        Matcher matcher = OUTPUT_ROWS.matcher(Files.readString(entry));
        while (matcher.find()) {
          rows += Long.parseLong(matcher.group(1));
        }
      }
    }
    assertThat(rows).isEqualTo(MESSAGES);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
