package io.deltaingest.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import io.deltaingest.domain.stream.StreamConfig.DeadLetters;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import io.deltaingest.domain.stream.StreamConfig.Flush;
import io.deltaingest.domain.stream.StreamConfig.Source;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import io.deltaingest.domain.stream.StreamConfig.Table;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.StatsdConfig;
import io.deltaingest.launcher.config.StatsdEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestCommandTest {
  private static final String SCHEMA = "{\"type\":\"struct\",\"fields\":[]}";
  private static final IngestRun DEFAULTS =
      new IngestRun(
          new StreamConfig(
              "web_requests",
              new Source(
                  "web_requests",
                  "kafka_delta_ingest",
                  StartFrom.EARLIEST,
                  KafkaSettings.of(Map.of("bootstrap.servers", "localhost:9092")),
                  false,
                  Map.of()),
              MessageFormat.JSON,
              List.of(),
              Optional.empty(),
              new Table(
                  "./table",
                  "kafka_delta_ingest",
                  false,
                  Optional.empty(),
                  StreamConfig.SchemaEvolution.NONE,
                  StreamConfig.LogEngine.KERNEL),
              5000,
              new Flush(Duration.ofMinutes(5), 134_217_728),
              Optional.empty(),
              BadRecordPolicy.SKIP,
              1,
              DesiredState.RUNNING),
          new StatsdConfig(new StatsdEndpoint("localhost", 8125), "kafka_delta_ingest", 100),
          Duration.ofMinutes(1),
          Duration.ofSeconds(25),
          Optional.empty());

  private final CommandLineFixture command = new CommandLineFixture();

  @TempDir private Path directory;

  @AfterEach
  void restoreLogging() throws Exception {
    command.restoreLogging();
  }

  @Test
  void shouldTakeTheReferencesDefaults() {
    assertThat(command.ingest()).isEqualTo(DEFAULTS);
  }

  @Test
  void shouldMapEveryLongOption() throws IOException {
    Path schema = Files.writeString(directory.resolve("schema.json"), SCHEMA);

    IngestRun run =
        command.ingest(
            "--kafka",
            "b1:1,b2:2",
            "--consumer_group",
            "g",
            "--app_id",
            "id",
            "--auto_offset_reset",
            "latest",
            "--allowed_latency",
            "60",
            "--max_messages_per_batch",
            "10",
            "--min_bytes_per_file",
            "1000",
            "--transform",
            "date: substr(a, `0`, `10`)",
            "--transform",
            "o:kafka.offset",
            "--checkpoints",
            "--kafka_setting",
            "security.protocol=SSL",
            "--Kafka",
            "a=b=c",
            "--statsd_endpoint",
            "stats:9",
            "--json",
            "anything",
            "--ends_at_latest_offsets",
            "--create",
            "--schema",
            schema.toString(),
            "--partition_by",
            "x,y",
            "--partition_by",
            "z",
            "--seek_offsets",
            "{\"0\":123, \"11\": -1}",
            "--dlq_table_location",
            "./dead_letters",
            "--dlq_transform",
            "date: substr(epoch_micros_to_iso8601(timestamp),`0`,`10`)",
            "--dlq_transform",
            "o:kafka.offset",
            "--on_bad_record",
            "dead-letter",
            "--workers",
            "2",
            "--memory",
            "4MiB",
            "--log_engine",
            "standalone",
            "--start_timeout",
            "7",
            "--shutdown_timeout",
            "8",
            "--log-format",
            "json");

    assertThat(run)
        .isEqualTo(
            new IngestRun(
                new StreamConfig(
                    "web_requests",
                    new Source(
                        "web_requests",
                        "g",
                        StartFrom.LATEST,
                        KafkaSettings.of(
                            Map.of(
                                "bootstrap.servers", "b1:1,b2:2",
                                "security.protocol", "SSL",
                                "a", "b=c")),
                        true,
                        Map.of(0, 123L, 11, -1L)),
                    MessageFormat.JSON,
                    List.of(
                        new Transform("date", "substr(a, `0`, `10`)"),
                        new Transform("o", "kafka.offset")),
                    Optional.empty(),
                    new Table(
                        "./table",
                        "id",
                        true,
                        Optional.of(new CreateTable(SCHEMA, List.of("x", "y", "z"))),
                        StreamConfig.SchemaEvolution.NONE,
                        StreamConfig.LogEngine.STANDALONE),
                    10,
                    new Flush(Duration.ofMinutes(1), 1000),
                    Optional.of(
                        new DeadLetters(
                            "./dead_letters",
                            List.of(
                                new Transform(
                                    "date", "substr(epoch_micros_to_iso8601(timestamp),`0`,`10`)"),
                                new Transform("o", "kafka.offset")))),
                    BadRecordPolicy.DEAD_LETTER,
                    2,
                    DesiredState.RUNNING),
                new StatsdConfig(new StatsdEndpoint("stats", 9), "kafka_delta_ingest", 100),
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                Optional.of(4L << 20)));
  }

  @Test
  void shouldMapEveryShortOption() {
    StreamConfig stream =
        command
            .ingest(
                "-k", "b:1", "-g", "g", "-a", "id", "-o", "latest", "-l", "60", "-m", "10", "-b",
                "1000", "-t", "a: b", "-c", "-K", "x=1", "-Ky=2", "-s", "h:1", "-e")
            .stream();

    assertThat(stream.source())
        .isEqualTo(
            new Source(
                "web_requests",
                "g",
                StartFrom.LATEST,
                KafkaSettings.of(Map.of("bootstrap.servers", "b:1", "x", "1", "y", "2")),
                true,
                Map.of()));
    assertThat(stream.table())
        .isEqualTo(
            new Table(
                "./table",
                "id",
                true,
                Optional.empty(),
                StreamConfig.SchemaEvolution.NONE,
                StreamConfig.LogEngine.KERNEL));
    assertThat(stream.flush()).isEqualTo(new Flush(Duration.ofMinutes(1), 1000));
    assertThat(stream.maxMessagesPerBatch()).isEqualTo(10);
    assertThat(stream.transforms()).containsExactly(new Transform("a", "b"));
  }

  @Test
  void shouldMapEveryVariable() {
    command.environment.putAll(
        Map.ofEntries(
            Map.entry("KAFKA_TOPIC", "t"),
            Map.entry("TABLE_LOCATION", "file:///tables/t"),
            Map.entry("KAFKA_BROKERS", "b:1"),
            Map.entry("KAFKA_CONSUMER_GROUP", "g"),
            Map.entry("APP_ID", "id"),
            Map.entry("KAFKA_AUTO_OFFSET_RESET", "latest"),
            Map.entry("ALLOWED_LATENCY", "60"),
            Map.entry("MAX_MESSAGES_PER_BATCH", "10"),
            Map.entry("MIN_BYTES_PER_FILE", "1000"),
            Map.entry("TRANSFORMS", "a: b\nc: d"),
            Map.entry("KAFKA_SEEK_OFFSETS", "{\"3\":7}"),
            Map.entry("DLQ_TABLE_LOCATION", "file:///tables/dlq"),
            Map.entry("DLQ_TRANSFORMS", "date: substr(\n  x, `0`, `10`)\nc: d"),
            Map.entry("WRITE_CHECKPOINTS", "true"),
            Map.entry("STATSD_ENDPOINT", "h:1"),
            Map.entry("JSON_REGISTRY", "anything"),
            Map.entry("ENDS_AT_LATEST_OFFSETS", "TRUE"),
            Map.entry("DECOMPRESS_GZIP", "false"),
            Map.entry("KDI_METRICS_PREFIX", "p"),
            Map.entry("KDI_METRICS_INPUT_QUEUE_SIZE", "9")));

    assertThat(command.run("ingest")).as(command.err()).isZero();

    assertThat(command.ingested)
        .isEqualTo(
            new IngestRun(
                new StreamConfig(
                    "t",
                    new Source(
                        "t",
                        "g",
                        StartFrom.LATEST,
                        KafkaSettings.of(Map.of("bootstrap.servers", "b:1")),
                        true,
                        Map.of(3, 7L)),
                    MessageFormat.JSON,
                    List.of(new Transform("a", "b"), new Transform("c", "d")),
                    Optional.empty(),
                    new Table(
                        "file:///tables/t",
                        "id",
                        true,
                        Optional.empty(),
                        StreamConfig.SchemaEvolution.NONE,
                        StreamConfig.LogEngine.KERNEL),
                    10,
                    new Flush(Duration.ofMinutes(1), 1000),
                    Optional.of(
                        new DeadLetters(
                            "file:///tables/dlq",
                            List.of(
                                new Transform("date", "substr( x, `0`, `10`)"),
                                new Transform("c", "d")))),
                    BadRecordPolicy.DEAD_LETTER,
                    1,
                    DesiredState.RUNNING),
                new StatsdConfig(new StatsdEndpoint("h", 1), "p", 9),
                Duration.ofMinutes(1),
                Duration.ofSeconds(25),
                Optional.empty()));
  }

  @Test
  void shouldLetTheOptionWin() {
    command.environment.putAll(
        Map.of(
            "KAFKA_TOPIC", "other",
            "KAFKA_BROKERS", "other:1",
            "ALLOWED_LATENCY", "not even valid",
            "TRANSFORMS", "x: y",
            "WRITE_CHECKPOINTS", "false",
            "KAFKA_SEEK_OFFSETS", "not even JSON",
            "DLQ_TABLE_LOCATION", "s3://other",
            "DLQ_TRANSFORMS", "x: y"));

    StreamConfig stream =
        command
            .ingest(
                "-k",
                "b:1",
                "-l",
                "60",
                "-t",
                "a: b",
                "-c",
                "--json",
                "",
                "--seek_offsets",
                "{}",
                "--dlq_table_location",
                "./dlq",
                "--dlq_transform",
                "c: d")
            .stream();

    assertThat(stream.source().topic()).isEqualTo("web_requests");
    assertThat(stream.source().kafka().values()).containsEntry("bootstrap.servers", "b:1");
    assertThat(stream.flush().allowedLatency()).isEqualTo(Duration.ofMinutes(1));
    assertThat(stream.transforms()).containsExactly(new Transform("a", "b"));
    assertThat(stream.table().checkpoints()).isTrue();
    assertThat(stream.source().seekOffsets()).isEmpty();
    assertThat(stream.deadLetters())
        .contains(new DeadLetters("./dlq", List.of(new Transform("c", "d"))));
  }

  @Test
  void shouldPutBadRecordsIntoADeadLetterTableOnceThereIsOne() {
    assertThat(command.ingest().stream().onBadRecord()).isEqualTo(BadRecordPolicy.SKIP);
    assertThat(command.ingest("--on_bad_record", "fail").stream().onBadRecord())
        .isEqualTo(BadRecordPolicy.FAIL);

    StreamConfig stream = command.ingest("--dlq_table_location", "./dlq").stream();

    assertThat(stream.onBadRecord()).isEqualTo(BadRecordPolicy.DEAD_LETTER);
    assertThat(stream.deadLetters()).contains(new DeadLetters("./dlq", List.of()));
  }

  @Test
  void shouldSayHowToEndAContradictionAboutBadRecords() {
    assertThat(command.refused("--on_bad_record", "dead-letter"))
        .isEqualTo(
            "error: --on_bad_record: \"dead-letter\" needs a dead-letter table; give"
                + " --dlq_table_location, or use skip or fail\n");
    assertThat(command.refused("--dlq_transform", "a: b"))
        .isEqualTo(
            "error: --dlq_transform: is of use with a dead-letter table only; give"
                + " --dlq_table_location\n");
    for (String policy : List.of("skip", "fail")) {
      assertThat(command.refused("--dlq_table_location", "./dlq", "--on_bad_record", policy))
          .startsWith(
              "error: --on_bad_record: \"" + policy + "\" contradicts the dead-letter table")
          .contains("leave out --on_bad_record, or --dlq_table_location")
          .hasLineCount(1);
    }
    command.environment.put("DLQ_TABLE_LOCATION", "./dlq");
    assertThat(command.refused("--on_bad_record", "skip"))
        .contains("leave out --on_bad_record, or DLQ_TABLE_LOCATION (environment)");
    command.environment.clear();
    command.environment.put("DLQ_TRANSFORMS", "a: b");
    assertThat(command.refused()).startsWith("error: DLQ_TRANSFORMS (environment): is of use with");
  }

  @ParameterizedTest
  @ValueSource(strings = {"./table", "table/", "x/../table"})
  void shouldRefuseDeadLettersInTheTableItself(String location) {
    assertThat(command.refused("--dlq_table_location", location))
        .startsWith("error: --dlq_table_location: \"" + location + "\" is the stream's own table")
        .hasLineCount(1);
    command.environment.put("DLQ_TABLE_LOCATION", location);
    assertThat(command.refused()).startsWith("error: DLQ_TABLE_LOCATION (environment): ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{0:1} | not valid JSON (line 1, column 2)",
        "0=123 | not valid JSON",
        "[1] | the document is an array",
        "{\"0\":1, \"0\":2} | written twice",
        "{\"0\":-2} | partition 0: -2 is no offset",
        "{\"1\":1.5} | partition 1: 1.5 is no offset",
        "{\"1\":\"5\"} | partition 1: \"5\" is no offset",
        "{\"1\":null} | partition 1: null is no offset",
        "{\"1\":9223372036854775807} | partition 1: 9223372036854775807 is no offset",
        "{\"1\":1e30} | is no offset",
        "{\"-1\":5} | \"-1\" is no partition",
        "{\"two\":5} | \"two\" is no partition",
        "{\"01\":5} | \"01\" is no partition",
        "{\"2147483648\":5} | is no partition"
      })
  void shouldSayWhatIsWrongWithSeekOffsets(String json, String said) {
    assertThat(command.refused("--seek_offsets", json))
        .startsWith("error: --seek_offsets: ")
        .contains(said)
        .hasLineCount(1);
    command.environment.put("KAFKA_SEEK_OFFSETS", json);
    assertThat(command.refused())
        .startsWith("error: KAFKA_SEEK_OFFSETS (environment): ")
        .contains(said);
  }

  @Test
  void shouldTakeAShareOfTheHeap() {
    long heap = Runtime.getRuntime().maxMemory();

    assertThat(command.ingest("--memory", "50%").memoryBytes()).contains(heap / 2);
    assertThat(command.refused("--memory", heap + 1 + "B"))
        .startsWith("error: --memory: ")
        .contains("more than the heap", (heap >> 20) + "MiB", "KDI_HEAP");
  }

  @Test
  void shouldTakeAnEmptyVariableForNone() {
    for (String name :
        List.of(
            "KAFKA_BROKERS",
            "APP_ID",
            "ALLOWED_LATENCY",
            "TRANSFORMS",
            "WRITE_CHECKPOINTS",
            "KAFKA_SEEK_OFFSETS",
            "DLQ_TABLE_LOCATION",
            "DLQ_TRANSFORMS",
            "DECOMPRESS_GZIP",
            "JSON_REGISTRY")) {
      command.environment.put(name, "");
    }

    assertThat(command.ingest()).isEqualTo(DEFAULTS);
  }

  @Test
  void shouldUnderstandTheSeedsExample() {
    StreamConfig stream =
        command
            .ingest(
                "--allowed_latency", "60",
                "--app_id", "web_requests",
                "--transform", "date: substr(meta.producer.timestamp, `0`, `10`)",
                "--transform", "meta.kafka.offset: kafka.offset",
                "--transform", "meta.kafka.partition: kafka.partition",
                "--transform", "meta.kafka.topic: kafka.topic",
                "--auto_offset_reset", "earliest")
            .stream();

    assertThat(stream.transforms())
        .containsExactly(
            new Transform("date", "substr(meta.producer.timestamp, `0`, `10`)"),
            new Transform("meta.kafka.offset", "kafka.offset"),
            new Transform("meta.kafka.partition", "kafka.partition"),
            new Transform("meta.kafka.topic", "kafka.topic"));
  }

  @Test
  void shouldUnderstandTheSeedsEventHubsExample() {
    Map<String, String> settings =
        command
            .ingest(
                "--kafka", "hub.servicebus.windows.net:9093",
                "--Kafka", "security.protocol=SASL_SSL",
                "--Kafka", "sasl.username=$ConnectionString",
                "--Kafka", "sasl.password=Endpoint=sb://hub/;SharedAccessKey=abc=",
                "--Kafka", "debug=broker,security,protocol")
            .stream()
            .source()
            .kafka()
            .values();

    assertThat(settings)
        .containsEntry("bootstrap.servers", "hub.servicebus.windows.net:9093")
        .containsEntry("sasl.username", "$ConnectionString")
        .containsEntry("sasl.password", "Endpoint=sb://hub/;SharedAccessKey=abc=")
        .containsEntry("debug", "broker,security,protocol");
  }

  @Test
  void shouldTakeCertificatesAndCredentialsFromTheEnvironmentUnderKafkaSettings() {
    command.environment.putAll(
        Map.of(
            "KAFKA_DELTA_INGEST_CERT", "cert",
            "KAFKA_DELTA_INGEST_KEY", "key",
            "KAFKA_DELTA_INGEST_CA", "ca",
            "KAFKA_DELTA_INGEST_SCRAM_JSON", "{\"username\":\"u\",\"password\":\"p\"}"));

    assertThat(command.ingest("-K", "ssl.ca.pem=mine").stream().source().kafka().values())
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "ssl.certificate.pem", "cert",
                "ssl.key.pem", "key",
                "ssl.ca.pem", "mine",
                "sasl.username", "u",
                "sasl.password", "p"));
  }

  @Test
  void shouldTrustWhatOpenSslIsToldToUnlessAnythingElseIsSaid() throws IOException {
    String file = Files.writeString(directory.resolve("ca.pem"), "ca").toString();
    String[] tls = {"-K", "security.protocol=sasl_ssl"};
    command.environment.put("SSL_CERT_FILE", file);

    assertThat(kafkaSettings(tls)).containsEntry("ssl.ca.location", file);
    assertThat(kafkaSettings()).doesNotContainKey("ssl.ca.location");
    assertThat(kafkaSettings("-K", "security.protocol=SSL", "-K", "ssl.ca.location=/mine"))
        .containsEntry("ssl.ca.location", "/mine");
    assertThat(kafkaSettings("-K", "security.protocol=SSL", "-K", "ssl.truststore.location=/mine"))
        .doesNotContainKey("ssl.ca.location");

    command.environment.put("KAFKA_DELTA_INGEST_CA", "ca");
    assertThat(kafkaSettings(tls))
        .containsEntry("ssl.ca.pem", "ca")
        .doesNotContainKey("ssl.ca.location");

    command.environment.remove("KAFKA_DELTA_INGEST_CA");
    command.environment.put("SSL_CERT_FILE", directory.resolve("none").toString());
    assertThat(kafkaSettings(tls)).doesNotContainKey("ssl.ca.location");
  }

  private Map<String, String> kafkaSettings(String... arguments) {
    return command.ingest(arguments).stream().source().kafka().values();
  }

  @Test
  void shouldLetKafkaSettingsBeatTheEnvironmentInWhateverFormTheySayTheSame() {
    command.environment.putAll(
        Map.of(
            "KAFKA_DELTA_INGEST_CERT", "cert",
            "KAFKA_DELTA_INGEST_KEY", "key",
            "KAFKA_DELTA_INGEST_CA", "ca",
            "KAFKA_DELTA_INGEST_SCRAM_JSON", "{\"username\":\"u\",\"password\":\"p\"}"));

    assertThat(
            command
                .ingest(
                    "-K",
                    "ssl.keystore.location=mine.p12",
                    "-K",
                    "ssl.ca.location=ca.pem",
                    "-K",
                    "sasl.jaas.config=mine")
                .stream()
                .source()
                .kafka()
                .values())
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "ssl.keystore.location", "mine.p12",
                "ssl.ca.location", "ca.pem",
                "sasl.jaas.config", "mine"));
  }

  @Test
  void shouldNotShowCredentialsThatItCannotRead() {
    command.environment.put("KAFKA_DELTA_INGEST_SCRAM_JSON", "hunter2");
    assertThat(command.refused())
        .contains("KAFKA_DELTA_INGEST_SCRAM_JSON")
        .doesNotContain("hunter2");

    command.environment.put("KAFKA_DELTA_INGEST_SCRAM_JSON", "{\"password\":\"hunter2\"}");
    assertThat(command.refused()).contains("username").doesNotContain("hunter2");
  }

  @Test
  void shouldPutBrokersGivenAsSettingAsideWithOneWarning() {
    IngestRun run = command.ingest("-k", "b:1", "-K", "bootstrap.servers=other:2");

    assertThat(run.stream().source().kafka().values())
        .isEqualTo(Map.of("bootstrap.servers", "b:1"));
    assertThat(command.err()).containsOnlyOnce("-K bootstrap.servers is ignored");
  }

  @Test
  void shouldWarnOnceOfVariablesWithoutEffect() {
    command.environment.put("SENTRY_DSN", "https://key@sentry");
    command.environment.put("DEAD_LETTER_DYNAMO_LOCK_PARTITION_KEY_VALUE", "x");

    command.ingest();

    assertThat(command.err())
        .contains("SENTRY_DSN and DEAD_LETTER_DYNAMO_LOCK_PARTITION_KEY_VALUE have no effect")
        .doesNotContain("sentry/")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://b/t",
        "s3a://b/t",
        "adls2://a/f/p",
        "abfs://c@a/p",
        "abfss://c@a/p",
        "az://c/p",
        "azure://c/p",
        "adl://a/p",
        "S3://b/t"
      })
  void shouldRefuseCloudLocationsByName(String location) {
    assertThat(command.run("ingest", "t", location)).isEqualTo(2);

    assertThat(command.err())
        .startsWith("error: TABLE_LOCATION: ")
        .contains("://", "not supported in this version")
        .hasLineCount(1);
    assertThat(command.refused("--dlq_table_location", location))
        .startsWith("error: --dlq_table_location: ")
        .contains("://", "not supported in this version")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--allowed_latency | 0 | not above zero",
        "--allowed_latency | soon | \"soon\"",
        "--max_messages_per_batch | 0 | whole number",
        "--max_messages_per_batch | 3000000000 | whole number",
        "--max_messages_per_batch | many | whole number",
        "--min_bytes_per_file | 0 | not above zero",
        "--min_bytes_per_file | 1.5 | no size",
        "--workers | 0 | from 1 to 256",
        "--workers | 257 | from 1 to 256",
        "--start_timeout | 0 | not above zero",
        "--shutdown_timeout | x | no duration",
        "--auto_offset_reset | newest | none of earliest, latest",
        "--statsd_endpoint | localhost | host:port",
        "--statsd_endpoint | localhost:0 | host:port",
        "--on_bad_record | stop | none of skip, fail, dead-letter",
        "--dlq_table_location | ' ' | must not be empty",
        "--log_engine | spark | none of kernel, standalone",
        "--memory | 0% | less than 1MiB",
        "--memory | 512 | less than 1MiB",
        "--memory | 101% | more than the heap",
        "--memory | much | no size",
        "--transform | date | PROPERTY: SOURCE",
        "--transform | ': x' | PROPERTY: SOURCE",
        "--transform | 'x:' | PROPERTY: SOURCE",
        "--kafka | ' ' | must not be empty",
        "--log-format | xml | none of text, json",
        "--schema | ./schema.json | --create only",
        "--partition_by | date | --create only"
      })
  void shouldNameTheOptionOfAWrongValue(String option, String value, String said) {
    assertThat(command.refused(option, value))
        .startsWith("error: " + option + ": ")
        .contains(said)
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ALLOWED_LATENCY, 0", "WRITE_CHECKPOINTS, yes", "ENDS_AT_LATEST_OFFSETS, 1",
    "DECOMPRESS_GZIP, on", "TRANSFORMS, date", "KDI_METRICS_INPUT_QUEUE_SIZE, 0"
  })
  void shouldNameTheVariableOfAWrongValue(String variable, String value) {
    command.environment.put(variable, value);

    assertThat(command.refused())
        .startsWith("error: " + variable + " (environment): ")
        .hasLineCount(1);
  }

  @Test
  void shouldReportEveryProblemAtOnce() {
    assertThat(command.run("ingest", "-l", "0", "--soe-avro", "", "-K", "secret")).isEqualTo(2);

    assertThat(command.err().lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("error: "))
        .anyMatch(line -> line.contains("TOPIC: ") && line.contains("KAFKA_TOPIC"))
        .anyMatch(line -> line.contains("TABLE_LOCATION: the table location is missing"))
        .anyMatch(line -> line.contains("-K (number 1): must be KEY=VALUE"))
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void shouldAskForWhatATableToCreateNeeds() throws IOException {
    Path schema = Files.writeString(directory.resolve("schema.json"), SCHEMA);
    Path broken = Files.writeString(directory.resolve("broken.json"), "{");

    assertThat(command.refused("--dry_run")).contains("--dry_run: is of use with --create only");
    assertThat(command.refused("--create", "--schema", "/no/such"))
        .contains("--schema: /no/such: there is no such file");
    assertThat(command.refused("--create", "--schema", broken.toString()))
        .contains("is not valid JSON");
    assertThat(
            command.refused(
                "--create", "--schema", schema.toString(), "--partition_by", "date,date"))
        .contains("named twice");
  }

  @Test
  void shouldWorkOutTheSchemaWhereNoneIsGiven() {
    assertThat(command.ingest("--create", "--partition_by", "a").stream().table().create())
        .contains(new CreateTable(Optional.empty(), List.of("a")));

    assertThat(command.run("ingest", "t", "./t", "--create", "--dry_run")).isZero();
    assertThat(command.out()).isEqualTo("the schema\n");
  }

  @Test
  void shouldRefuseTwoFormats() {
    assertThat(command.refused("--json", "", "--avro", "")).contains("at most one of them");
  }

  @Test
  void shouldRefuseTopicsThatKafkaDoesNotAllow() {
    assertThat(command.run("ingest", "a topic", "./t")).isEqualTo(2);
    assertThat(command.err()).startsWith("error: TOPIC: \"a topic\" is no topic name");
  }
}
