package io.deltaingest.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineProgramTest {
  private static final Problem PROBLEM = Problem.of("There is no table", "no log", "Create it");

  private final CommandLineFixture command = new CommandLineFixture();

  @TempDir private Path directory;

  @AfterEach
  void restoreLogging() throws Exception {
    command.restoreLogging();
  }

  @Test
  void shouldShowHowItIsCalledWithoutArguments() {
    assertThat(command.run()).isEqualTo(2);
    assertThat(command.err()).contains("Usage: kafka-delta-ingest", "ingest", "serve");
    assertThat(command.out()).isEmpty();
  }

  @Test
  void shouldShowHelpAndVersionOnStdout() {
    assertThat(command.run("--help")).isZero();
    assertThat(command.out()).contains("Usage: kafka-delta-ingest", "Exit codes");
    assertThat(command.run("--version")).isZero();
    assertThat(command.out()).startsWith("kafka-delta-ingest ");
    assertThat(command.run("ingest", "-V")).isZero();
    assertThat(command.out()).startsWith("kafka-delta-ingest ");
    assertThat(command.run("serve", "-h")).isZero();
    assertThat(command.out()).contains("--config", "${env:NAME}");
    assertThat(command.err()).isEmpty();
  }

  @Test
  void shouldNameEveryVariableInTheHelp() {
    assertThat(command.run("ingest", "--help")).isZero();

    assertThat(command.out())
        .contains(
            "KAFKA_TOPIC",
            "TABLE_LOCATION",
            "KAFKA_BROKERS",
            "KAFKA_CONSUMER_GROUP",
            "APP_ID",
            "KAFKA_AUTO_OFFSET_RESET",
            "KAFKA_SEEK_OFFSETS",
            "DLQ_TABLE_LOCATION",
            "DLQ_TRANSFORMS",
            "40% of it (default 33%)",
            "ALLOWED_LATENCY",
            "MAX_MESSAGES_PER_BATCH",
            "MIN_BYTES_PER_FILE",
            "TRANSFORMS",
            "WRITE_CHECKPOINTS",
            "STATSD_ENDPOINT",
            "JSON_REGISTRY",
            "AVRO_REGISTRY",
            "DECOMPRESS_GZIP",
            "ENDS_AT_LATEST_OFFSETS",
            "RUST_LOG");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingest t l --allowed-latency 60 | unknown option --allowed-latency; did you mean --allowed_latency?",
        "ingest t l --alowed_latency=60 | unknown option --alowed_latency; did you mean --allowed_latency? See kafka-delta-ingest ingest",
        "ingest t l --frobnicate | unknown option --frobnicate. See",
        "ingest t l extra | unexpected argument extra;",
        "ingest t l -K a=b sasl.password=hunter2 | unexpected argument sasl.password=…; each Kafka setting",
        "ingest t l -k | --kafka needs a value",
        "ingest t l -k a -k b | --kafka is given twice",
        "ingest t l -k --app_id x | --kafka needs a value",
        "ingets t l | unknown command ingets; did you mean ingest?",
        "serve | --config needs a value",
        "serve --confg x | --conf"
      })
  void shouldSayInOneLineWhatIsWrong(String arguments, String said) {
    assertThat(command.run(arguments.split(" "))).isEqualTo(2);

    assertThat(command.err())
        .startsWith("error: ")
        .contains(said, "--help")
        .doesNotContain("hunter2")
        .hasLineCount(1);
  }

  @Test
  void shouldEndWithTwoForWhatTheUserMustMend() {
    command.failure = new ConfigurationException(PROBLEM);

    assertThat(command.run("ingest", "t", "./t")).isEqualTo(2);
    assertThat(command.err()).isEqualTo("error: There is no table: no log. Create it\n");
  }

  @Test
  void shouldEndWithOneForAFailureAtRunTime() {
    command.failure = new StreamFailedException(PROBLEM);
    assertThat(command.run("ingest", "t", "./t")).isEqualTo(1);
    assertThat(command.err()).startsWith("error: There is no table").hasLineCount(1);

    command.failure = new TransientException(PROBLEM);
    assertThat(command.run("ingest", "t", "./t")).isEqualTo(1);
    assertThat(command.err()).hasLineCount(1);
  }

  @Test
  void shouldShowTheStackTraceOfABug() {
    command.failure = new IllegalStateException("boom");

    assertThat(command.run("ingest", "t", "./t")).isEqualTo(1);
    assertThat(command.err())
        .contains("error: stopped by an unexpected failure", "boom", "\tat io.deltaingest");
  }

  @Test
  void shouldShowStackTracesOfExpectedFailuresOnlyWhenDebugging() {
    command.failure = new ConfigurationException(PROBLEM);
    command.environment.put("RUST_LOG", "debug");

    assertThat(command.run("ingest", "t", "./t")).isEqualTo(2);
    assertThat(command.err())
        .startsWith("error: There is no table")
        .contains("\tat io.deltaingest");
  }

  @Test
  void shouldReportFailuresAsEventsInJsonLogs() throws IOException {
    command.failure = new ConfigurationException(PROBLEM);

    assertThat(command.run("ingest", "t", "./t", "--log-format", "json")).isEqualTo(2);

    assertThat(command.err()).hasLineCount(1);
    JsonNode event = new ObjectMapper().readTree(command.err());
    assertThat(event.path("level").asText()).isEqualTo("ERROR");
    assertThat(event.path("message").asText()).isEqualTo("There is no table: no log. Create it");
  }

  @Test
  void shouldHandTheConfigurationFileToTheServer() throws IOException {
    Path config =
        config(
            """
            {"streams": [{"name": "a", "source": {"topic": "t"}, "table": {"location": "./t"}}]}
            """);

    for (List<String> arguments :
        List.of(
            List.of("serve", "--config", config.toString()),
            List.of("serve", "-conf", config.toString()),
            List.of("-conf", config.toString()),
            List.of("-conf", config.toString(), "--log-format", "json"))) {
      assertThat(command.run(arguments.toArray(String[]::new))).as(command.err()).isZero();
      assertThat(command.served.config().streams()).extracting(s -> s.name()).containsExactly("a");
      assertThat(command.served.shutdownTimeout()).isEqualTo(Duration.ofSeconds(25));
    }

    command.run("serve", "--config", config.toString(), "--shutdown_timeout", "5m");
    assertThat(command.served.shutdownTimeout()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void shouldReportEveryProblemOfTheConfigurationFile() throws IOException {
    Path config = config("{\"htpp\": 1, \"streams\": [{\"name\": \"a\"}]}");

    assertThat(command.run("serve", "--config", config.toString())).isEqualTo(2);

    assertThat(command.served).isNull();
    assertThat(command.err().lines())
        .containsExactlyInAnyOrder(
            "error: " + config + ": htpp: unknown key; did you mean http?",
            "error: " + config + ": streams[0].source.topic: required",
            "error: " + config + ": streams[0].table.location: required");
  }

  @Test
  void shouldNameAConfigurationFileThatItCannotRead() {
    assertThat(command.run("serve", "--config", "/no/such", "--shutdown_timeout", "0"))
        .isEqualTo(2);

    assertThat(command.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("error: --config: /no/such: there is no such file"))
        .anyMatch(line -> line.startsWith("error: --shutdown_timeout: "));
  }

  @Test
  void shouldWarnOfALogLevelThatIsNone() {
    command.environment.put("RUST_LOG", "loud");

    assertThat(command.run("ingest", "t", "./t")).isZero();
    assertThat(command.err()).contains("WARN").contains("RUST_LOG: \"loud\"").hasLineCount(1);
  }

  private Path config(String json) throws IOException {
    return Files.writeString(directory.resolve("kdi.json"), json);
  }
}
