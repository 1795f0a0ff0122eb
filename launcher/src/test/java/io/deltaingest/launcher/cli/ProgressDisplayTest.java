package io.deltaingest.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.progress.ConsoleProgress;
import io.deltaingest.launcher.progress.LoggedProgress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private final CommandLineFixture command = new CommandLineFixture();

  @AfterEach
  void restoreLogging() throws Exception {
    command.restoreLogging();
  }

  @Test
  void shouldRedrawALineOnATerminalAndEraseItAtTheEnd() throws Exception {
    command.interactive = true;
    command.ingest();

    try (AutoCloseable shown = command.progress.apply(this::running)) {
      assertThat(shown).isNotNull();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(command.out()).contains("\r", "web_requests: running"));
    }

    assertThat(command.out()).endsWith("\r\u001b[2K");
    assertThat(command.err()).isEmpty();
  }

  @Test
  void shouldWriteEventsWithFieldsToJsonLogs() throws Exception {
    command.interactive = true;
    command.ingest("--log-format", "json");

    logProgressOnce();

    JsonNode event = new ObjectMapper().readTree(command.err());
    assertThat(event.path("event").asText()).isEqualTo("progress");
    assertThat(event.path("stream").asText()).isEqualTo("web_requests");
    assertThat(event.path("state").asText()).isEqualTo("running");
    assertThat(event.path("rows").isIntegralNumber()).isTrue();
    assertThat(event.path("message").asText()).startsWith("running, ");
    assertThat(command.out()).isEmpty();
  }

  @Test
  void shouldWriteLinesToTextLogs() throws Exception {
    command.ingest();

    logProgressOnce();

    assertThat(command.err()).contains("INFO [web_requests] running, 0 rows held, no commit yet");
  }

  /** With the interval of a test; the logging is the command's. */
  private void logProgressOnce() throws Exception {
    try (AutoCloseable shown = command.progress.apply(this::running)) {
      assertThat(shown).isInstanceOf(ConsoleProgress.class);
    }
    ConsoleProgress progress =
        new ConsoleProgress(
            this::running, new LoggedProgress(Duration.ofMillis(200)), System::currentTimeMillis);
    progress.start();
    await().atMost(Duration.ofSeconds(10)).until(() -> !command.err().isEmpty());
    progress.close();
  }

  private List<StreamStatus> running() {
    return List.of(
        new StreamStatus(command.ingested.stream(), new StreamState.Running(), List.of()));
  }
}
