package io.deltaingest.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole tour, with the jar that is shipped. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class QuickstartIT {

  @TempDir Path folder;

  @Test
  void shouldFindEveryMessageInTheTable() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Console console =
        new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 3600);
    Path work = folder.resolve("work");

    int exitCode =
        Quickstart.execute(console, "--once", "--messages", "20001", "--keep", work.toString());

    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertThat(exitCode).as(printed).isZero();
    assertThat(printed)
        .contains("20,001 rows = 20,001 messages")
        .contains("web_requests-0=5000  web_requests-1=4999  web_requests-2=4999")
        .contains("ended with exit code 0");
    assertThat(work.resolve("tables/web_requests/_delta_log/00000000000000000001.json")).exists();
  }

  @Test
  void shouldOfferCommandsThatWorkAndEndInOrder() throws Exception {
    Path log = folder.resolve("quickstart.log");
    Process quickstart =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dkdi.jar=" + System.getProperty("kdi.jar"),
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName(),
                "--messages",
                "1000")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> !quickstart.isAlive() || Files.readString(log).contains("Ctrl-C ends it"));

      List<String> commands =
          Files.readAllLines(log).stream()
              .filter(line -> line.contains("curl "))
              .map(line -> line.substring(line.indexOf("curl ")))
              .toList();
      assertThat(commands).as(Files.readString(log)).hasSize(7);
      assertThat(answer(commands.get(0))).contains("\"web_requests\"");
      assertThat(answer(commands.get(1))).contains("\"state\":\"running\"");
      assertThat(answer(commands.get(2))).contains("\"state\":\"paused\"");
      assertThat(answer(commands.get(3))).contains("\"state\":\"running\"");
      assertThat(answer(commands.get(4))).contains("\"name\":\"requests_by_method\"");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(answer(commands.get(0) + "/requests_by_method"))
                      .contains("\"state\":\"running\"")
                      .contains("\"version\":"));
      assertThat(answer(commands.get(5))).isEmpty();
      assertThat(answer(commands.get(0))).doesNotContain("requests_by_method");
      assertThat(answer(commands.get(6))).contains("kdi_messages_total{");
    } finally {
      quickstart.destroy();
      assertThat(quickstart.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(Files.readString(log)).contains("ended with exit code 0").doesNotContain("FAILED");
  }

  private static String answer(String command) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    shell.getOutputStream().close();
    String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(command + ": " + answer).isZero();
    return answer;
  }
}
