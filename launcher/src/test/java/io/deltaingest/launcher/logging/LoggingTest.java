package io.deltaingest.launcher.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
  private final TransientException expected =
      new TransientException(Problem.of("Broker away", "refused", "Wait"));

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Logger ours = LoggerFactory.getLogger("io.deltaingest.test");

  @AfterEach
  void restoreLogging() throws Exception {
    MDC.clear();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  @Test
  void shouldWriteOneLineForPeople() {
    configure(LogFormat.TEXT, "");
    MDC.put(Logging.STREAM, "web");

    ours.info("committed {}", 7);

    assertThat(text())
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d INFO \\[web] committed 7\n");
  }

  @Test
  void shouldLeaveOutWhatTheKafkaClientLogsOfRefusalsThatItAlsoThrows() {
    Logger client = LoggerFactory.getLogger("org.apache.kafka.clients.Some");
    Exception refused = new IllegalStateException(new SaslAuthenticationException("no"));

    configure(LogFormat.TEXT, "");
    client.error("Connection to node {} failed authentication due to: {}", -1, "no");
    client.warn("Fatal error", refused);
    client.warn("Broker may not be available");
    ours.warn("Ours", refused);
    assertThat(text())
        .contains("Broker may not be available", "Ours")
        .doesNotContain("failed authentication", "Fatal error");

    configure(LogFormat.TEXT, "debug");
    client.warn("Fatal error", refused);
    assertThat(text()).contains("Fatal error");
  }

  @Test
  void shouldWriteOneJsonObjectALine() throws JsonProcessingException {
    configure(LogFormat.JSON, "");
    MDC.put(Logging.STREAM, "web");

    ours.atWarn()
        .addKeyValue("lag", 12L)
        .addKeyValue("rate", 1.5)
        .addKeyValue("last", true)
        .addKeyValue("level", "can't be overwritten")
        .setCause(new IllegalStateException("boom"))
        .log("line one\nline \"two\" ü");

    assertThat(text()).endsWith("}\n").hasLineCount(1);
    JsonNode event = new ObjectMapper().readTree(text());
    assertThat(Instant.parse(event.path("ts").asText()))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(event.path("level").asText()).isEqualTo("WARN");
    assertThat(event.path("logger").asText()).isEqualTo("io.deltaingest.test");
    assertThat(event.path("thread").asText()).isEqualTo(Thread.currentThread().getName());
    assertThat(event.path("message").asText()).isEqualTo("line one\nline \"two\" ü");
    assertThat(event.path("stream").asText()).isEqualTo("web");
    assertThat(event.path("lag").asLong()).isEqualTo(12);
    assertThat(event.path("rate").asDouble()).isEqualTo(1.5);
    assertThat(event.path("last").asBoolean()).isTrue();
    assertThat(event.path("error").asText())
        .startsWith("java.lang.IllegalStateException: boom")
        .contains("\tat io.deltaingest");
  }

  @Test
  void shouldKeepKafkaAndHadoopQuiet() {
    configure(LogFormat.TEXT, "");

    LoggerFactory.getLogger("org.apache.kafka.clients.consumer.ConsumerConfig").info("values");
    LoggerFactory.getLogger("org.apache.hadoop.util.NativeCodeLoader").warn("unable to load");
    LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient").warn("broker away");
    ours.debug("detail");

    assertThat(text()).contains("broker away").hasLineCount(1);
  }

  @Test
  void shouldShowStackTracesOfBugsAndNotOfExpectedFailures() {
    configure(LogFormat.TEXT, "");

    ours.warn("waiting", expected);
    assertThat(text()).hasLineCount(1);

    ours.error("died", new IllegalStateException("boom"));
    assertThat(text()).contains("boom", "\tat io.deltaingest");
  }

  @Test
  void shouldShowAllStackTracesWhenDebugging() {
    configure(LogFormat.TEXT, "debug");

    ours.warn("waiting", expected);

    assertThat(text()).contains("io.deltaingest.test (", "\tat io.deltaingest");
  }

  private void configure(LogFormat format, String levels) {
    Logging.configure(format, LogLevels.parse(levels), written);
  }

  private String text() {
    return written.toString(UTF_8);
  }
}
