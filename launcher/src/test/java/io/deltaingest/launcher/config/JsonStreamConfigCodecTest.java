package io.deltaingest.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import io.deltaingest.domain.stream.StreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonStreamConfigCodecTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PASSWORD", "hunter2", "BROKER", "secret-broker:9092", "LATENCY", "7s");

  /** No member has its default. */
  private static final String FULL =
      """
      {"name": "web", "source": {"topic": "t", "group": "g${x}", "startFrom": "latest",
         "endsAtLatestOffsets": true, "seekOffsets": {"0": 9007199254740993, "12": -1},
         "kafka": {"bootstrap.servers": "${env:BROKER}", "sasl.username": "ann",
                   "sasl.password": "${env:PASSWORD}", "ssl.key.password": "literal",
                   "sasl.jaas.config": "password=\\"beside\\" ${env:PASSWORD}"}},
       "format": {"type": "json-registry", "validate": true, "compression": "zstd", "tombstones": "keep",
         "registry": {"urls": ["http://a:1", "https://b/base"], "username": "u", "password": "${env:PASSWORD}",
           "proxy": "http://p:3128", "caPem": "-----BEGIN", "certificatePem": "chain", "keyPem": "literal",
           "timeout": "5s"},
         "key": {"type": "avro", "schema": "./key.avsc"}},
       "filter": "method == 'GET'",
       "transforms": {"a.b": "c", "date": "substr(d, `0`, `10`)"},
       "table": {"location": "./t", "appId": "app", "checkpoints": false, "engine": "standalone",
         "schemaEvolution": "add-columns",
         "create": {"schema": {"type":"struct","fields":[]}, "partitionBy": ["date"]}},
       "maxMessagesPerBatch": 7, "flush": {"allowedLatency": "1500ms", "minBytesPerFile": "3MiB"},
       "deadLetters": {"location": "./d$${x}", "transforms": {"date": "substr(e, `0`, `10`)", "a": "b"}},
       "onBadRecord": "dead-letter", "workers": 3, "state": "stopped"}
      """
          .replace("g${x}", "g$${x}");

  private final JsonStreamConfigCodec codec =
      JsonStreamConfigCodec.withoutDefaults(new References(ENVIRONMENT));

  @TempDir private Path directory;

  @Test
  void shouldReadBackEveryPropertyThatItStores() {
    StreamConfig config = codec.parse(FULL);

    StreamConfig again = codec.parse(codec.store(config));

    assertThat(again).isEqualTo(config);
    assertThat(again.source().kafka().asWritten()).isEqualTo(config.source().kafka().asWritten());
    assertThat(again.source().group()).isEqualTo("g${x}");
    assertThat(again.source().seekOffsets()).isEqualTo(Map.of(0, 9_007_199_254_740_993L, 12, -1L));
    assertThat(again.table().engine()).isEqualTo(StreamConfig.LogEngine.STANDALONE);
    assertThat(again.deadLetters().orElseThrow().location()).isEqualTo("./d${x}");
    assertThat(again.onBadRecord()).isEqualTo(StreamConfig.BadRecordPolicy.DEAD_LETTER);
  }

  @Test
  void shouldStoreReferencesAndNotWhatTheyStandFor() {
    String stored = codec.store(codec.parse(FULL));

    assertThat(stored).contains("${env:PASSWORD}", "${env:BROKER}", "\"literal\"");
    assertThat(stored).doesNotContain("hunter2", "secret-broker");
  }

  @Test
  void shouldShowEveryPropertyAndNoSecret() throws JsonProcessingException {
    String shown = codec.render(codec.parse(FULL));

    assertThat(shown).doesNotContain("hunter2", "secret-broker", "literal", "beside");
    JsonNode kafka = new ObjectMapper().readTree(shown).path("source").path("kafka");
    assertThat(kafka.path("sasl.password").asText()).isEqualTo("${env:PASSWORD}");
    assertThat(kafka.path("bootstrap.servers").asText()).isEqualTo("${env:BROKER}");
    assertThat(kafka.path("sasl.jaas.config").asText()).isEqualTo("[hidden]");
    assertThat(kafka.path("ssl.key.password").asText()).isEqualTo("[hidden]");
    assertThat(kafka.path("sasl.username").asText()).isEqualTo("ann");
  }

  @Test
  void shouldShowDefaultsFilledIn() throws JsonProcessingException {
    StreamConfig config =
        codec.parse(
            "{\"name\":\"a\",\"source\":{\"topic\":\"t\"},\"table\":{\"location\":\"./t\"}}");

    assertThat(new ObjectMapper().readTree(codec.render(config)))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"name": "a",
                     "source": {"topic": "t", "group": "kafka_delta_ingest-a", "startFrom": "earliest",
                       "endsAtLatestOffsets": false, "seekOffsets": {}, "kafka": {"bootstrap.servers": "localhost:9092"}},
                     "format": {"type": "json", "schema": null, "message": null, "validate": false,
                       "compression": "none", "tombstones": "skip", "key": null, "registry": null},
                     "transforms": {}, "filter": null,
                     "table": {"location": "./t", "appId": "a", "checkpoints": true, "schemaEvolution": "none", "engine": "kernel"},
                     "maxMessagesPerBatch": 5000,
                     "flush": {"allowedLatency": "300s", "minBytesPerFile": "128MiB"},
                     "deadLetters": null, "onBadRecord": "fail", "workers": 1, "state": "running"}
                    """));
  }

  @Test
  void shouldPutTheFilesDefaultsUnderACallersStream() {
    ServeConfig file =
        new ServeConfigReader(ENVIRONMENT)
            .read(
                """
                {"defaults": {"source": {"kafka": {"bootstrap.servers": "${env:BROKER}"}},
                              "flush": {"allowedLatency": "${env:LATENCY}"}}}
                """);

    StreamConfig config =
        file.codec()
            .parse(
                "{\"name\":\"a\",\"source\":{\"topic\":\"t\"},\"table\":{\"location\":\"./t\"}}");

    assertThat(config.source().kafka().values())
        .containsEntry("bootstrap.servers", "secret-broker:9092");
    assertThat(config.flush().allowedLatency()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void shouldReadBackAStreamWithoutDeadLettersUnderDefaultsThatHaveSome() {
    JsonStreamConfigCodec withDefaults =
        new ServeConfigReader(ENVIRONMENT)
            .read("{\"defaults\": {\"deadLetters\": {\"location\": \"./dead\"}}}")
            .codec();
    StreamConfig without =
        withDefaults.parse(
            "{\"name\":\"a\",\"source\":{\"topic\":\"t\"},\"table\":{\"location\":\"./t\"},"
                + "\"deadLetters\":null}");

    assertThat(without.deadLetters()).isEmpty();
    assertThat(withDefaults.parse(withDefaults.render(without))).isEqualTo(without);
  }

  @Test
  void shouldRefuseACallersDeadLettersInItsOwnTable() {
    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                codec.parse(
                    "{\"name\":\"a\",\"source\":{\"topic\":\"t\"},\"table\":{\"location\":"
                        + "\"./t\"},\"deadLetters\":{\"location\":\"x/../t\"}}"));

    assertThat(refused.problems())
        .extracting(ConfigProblem::path)
        .containsExactly("deadLetters.location");
  }

  @Test
  void shouldNotLetACallerReadEnvironmentOrFiles() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "{\"type\":\"hunter2\"}");

    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                codec.parse(
                    """
                    {"name":"a","source":{"topic":"t", "group": "${env:PASSWORD}"},
                     "transforms": {"a": "${file:%1$s}"},
                     "table":{"location":"./${env:PASSWORD}", "create": {"schemaFile": "%1$s"}},
                     "deadLetters": {"location": "./${env:PASSWORD}"}}
                    """
                        .formatted(secret)));

    assertThat(refused.problems())
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrder(
            "source.group",
            "transforms.a",
            "table.location",
            "table.create.schemaFile",
            "deadLetters.location");
    assertThat(refused.getMessage()).doesNotContain("hunter2");
  }

  @Test
  void shouldReportEveryProblemOfACallersStream() {
    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class,
            () -> codec.parse("{\"nam\": \"a\", \"workers\": -1, \"table\": 7}"));

    assertThat(refused.problems())
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrder(
            "nam", "name", "workers", "table", "table.location", "source.topic");
  }
}
