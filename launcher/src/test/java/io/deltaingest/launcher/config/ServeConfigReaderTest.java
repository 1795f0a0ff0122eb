package io.deltaingest.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.InvalidConfigException;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.SecretText;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeConfigReaderTest {
  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":[{\"name\":\"date\",\"type\":\"string\",\"nullable\":true,"
          + "\"metadata\":{}}]}";

  @TempDir private Path directory;

  @Test
  void shouldMapEveryProperty() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "s3cret\n");

    ServeConfig config =
        read(
            """
            { "http": {"host": "0.0.0.0", "port": 9090, "tokenFile": "%s"},
              "metrics": {"prometheus": false, "statsd": "[::1]:8126"},
              "state": {"path": "/var/lib/kdi"},
              "memory": "4MiB",
              "defaults": {},
              "streams": [ {
                  "name": "web",
                  "source": {"topic": "web_requests", "group": "g", "startFrom": "latest",
                             "endsAtLatestOffsets": true, "seekOffsets": {"0": 41, "7": -1},
                             "kafka": {"bootstrap.servers": "b:1", "session.timeout.ms": 30000,
                                       "sasl.password": "${env:PASSWORD}"}},
                  "format": {"type": "json", "gzip": false},
                  "transforms": {"date": "substr(a, `0`, `10`)", "meta.kafka.offset": "kafka.offset"},
                  "table": {"location": "/tables/web", "appId": "app", "checkpoints": false, "engine": "standalone",
                            "create": {"schema": %s, "partitionBy": ["date"]}},
                  "maxMessagesPerBatch": 7,
                  "flush": {"allowedLatency": "60s", "minBytesPerFile": "1MiB"},
                  "deadLetters": {"location": "/tables/dead", "transforms": {"date": "d", "p": "kafka.partition"}},
                  "onBadRecord": "dead-letter", "workers": 3, "state": "paused" } ] }
            """
                .formatted(token, SCHEMA),
            Map.of(
                "PASSWORD", "pw", "KDI_METRICS_PREFIX", "p", "KDI_METRICS_INPUT_QUEUE_SIZE", "5"));

    assertThat(config.http())
        .isEqualTo(new HttpConfig("0.0.0.0", 9090, Optional.of(SecretText.of("s3cret"))));
    assertThat(config.metrics())
        .isEqualTo(
            new MetricsConfig(
                false, Optional.of(new StatsdConfig(new StatsdEndpoint("::1", 8126), "p", 5))));
    assertThat(config.statePath()).isEqualTo(Path.of("/var/lib/kdi"));
    assertThat(config.memoryBytes()).contains(4L << 20);
    assertThat(config.streams())
        .containsExactly(
            new StreamConfig(
                "web",
                new Source(
                    "web_requests",
                    "g",
                    StartFrom.LATEST,
                    KafkaSettings.of(
                        Map.of(
                            "bootstrap.servers", "b:1",
                            "session.timeout.ms", "30000",
                            "sasl.password", "pw")),
                    true,
                    Map.of(0, 41L, 7, -1L)),
                MessageFormat.JSON,
                List.of(
                    new Transform("date", "substr(a, `0`, `10`)"),
                    new Transform("meta.kafka.offset", "kafka.offset")),
                Optional.empty(),
                new Table(
                    "/tables/web",
                    "app",
                    false,
                    Optional.of(new CreateTable(SCHEMA, List.of("date"))),
                    StreamConfig.SchemaEvolution.NONE,
                    StreamConfig.LogEngine.STANDALONE),
                7,
                new Flush(Duration.ofMinutes(1), 1 << 20),
                Optional.of(
                    new DeadLetters(
                        "/tables/dead",
                        List.of(
                            new Transform("date", "d"), new Transform("p", "kafka.partition")))),
                BadRecordPolicy.DEAD_LETTER,
                3,
                DesiredState.PAUSED));
    assertThat(config.streams().get(0).source().kafka().asWritten())
        .containsEntry("sasl.password", "${env:PASSWORD}");
  }

  @Test
  void shouldFillInTheDocumentedDefaults() {
    ServeConfig config = read(minimal("web"));

    assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 8080, Optional.empty()));
    assertThat(config.metrics()).isEqualTo(new MetricsConfig(true, Optional.empty()));
    assertThat(config.memoryBytes()).isEmpty();
    assertThat(config.statePath()).isEqualTo(Path.of("./streams"));
    assertThat(config.streams())
        .containsExactly(
            new StreamConfig(
                "web",
                new Source(
                    "t-web",
                    "kafka_delta_ingest-web",
                    StartFrom.EARLIEST,
                    KafkaSettings.of(Map.of("bootstrap.servers", "localhost:9092")),
                    false,
                    Map.of()),
                MessageFormat.JSON,
                List.of(),
                Optional.empty(),
                new Table(
                    "./tables/web",
                    "web",
                    true,
                    Optional.empty(),
                    StreamConfig.SchemaEvolution.NONE,
                    StreamConfig.LogEngine.KERNEL),
                5000,
                new Flush(Duration.ofMinutes(5), 134_217_728),
                Optional.empty(),
                BadRecordPolicy.FAIL,
                1,
                DesiredState.RUNNING));
  }

  @Test
  void shouldMergeDefaultsUnderEveryStream() {
    ServeConfig config =
        read(
            """
            { "defaults": {"source": {"startFrom": "latest", "kafka": {"bootstrap.servers": "b:1", "a": "1"}},
                           "transforms": {"date": "d", "offset": "kafka.offset"},
                           "workers": 2, "onBadRecord": "skip"},
              "streams": [
                {"name": "one", "source": {"topic": "t", "kafka": {"a": "2", "c": "3"}},
                 "transforms": {"offset": null, "date": "e", "more": "m"},
                 "table": {"location": "./one"}, "onBadRecord": null},
                {"name": "two", "source": {"topic": "t"}, "table": {"location": "./two"}, "workers": 1}]}
            """);

    StreamConfig one = config.streams().get(0);
    StreamConfig two = config.streams().get(1);
    assertThat(one.source().startFrom()).isEqualTo(StartFrom.LATEST);
    assertThat(one.source().kafka().values())
        .isEqualTo(Map.of("bootstrap.servers", "b:1", "a", "2", "c", "3"));
    assertThat(one.transforms())
        .containsExactly(new Transform("date", "e"), new Transform("more", "m"));
    assertThat(one.workers()).isEqualTo(2);
    assertThat(one.onBadRecord()).as("null keeps the default out").isEqualTo(BadRecordPolicy.FAIL);
    assertThat(two.source().kafka().values())
        .isEqualTo(Map.of("bootstrap.servers", "b:1", "a", "1"));
    assertThat(two.workers()).isEqualTo(1);
    assertThat(two.onBadRecord()).isEqualTo(BadRecordPolicy.SKIP);
  }

  @Test
  void shouldReportEveryProblemAtOnceWithItsPath() {
    List<ConfigProblem> problems =
        problems(
            """
            { "htpp": {},
              "http": {"port": 70000, "host": ""},
              "metrics": {"prometheus": "yes", "statsd": "nowhere"},
              "memory": {},
              "defaults": {"name": "x", "flush": {"allowedLatncy": "60s"}},
              "streams": [
                {"name": "a b", "source": {"topik": "t", "startFrom": "ealiest", "kafka": {"k": []}, "seekOffsets": {"x": 1, "1": "y"}},
                 "format": {"type": "avros", "gzip": "maybe"},
                 "table": {"location": "s3://b/t", "engine": "spark"},
                 "transforms": {"x": 7},
                 "maxMessagesPerBatch": 0, "workers": 1.5,
                 "flush": {"allowedLatency": "soon", "minBytesPerFile": true},
                 "deadLetters": {"lokation": "./d", "transforms": 7}, "onBadRecord": "dead_letter", "state": 1},
                7 ] }
            """);

    assertThat(problems)
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrder(
            "htpp",
            "http.port",
            "http.host",
            "metrics.prometheus",
            "metrics.statsd",
            "memory",
            "defaults.name",
            "defaults.flush.allowedLatncy",
            "streams[0].name",
            "streams[0].source.topik",
            "streams[0].source.topic",
            "streams[0].source.startFrom",
            "streams[0].source.kafka.k",
            "streams[0].source.seekOffsets.x",
            "streams[0].source.seekOffsets[\"1\"]",
            "streams[0].format.type",
            "streams[0].format.gzip",
            "streams[0].table.location",
            "streams[0].table.engine",
            "streams[0].transforms.x",
            "streams[0].maxMessagesPerBatch",
            "streams[0].workers",
            "streams[0].flush.allowedLatency",
            "streams[0].flush.minBytesPerFile",
            "streams[0].deadLetters.lokation",
            "streams[0].deadLetters.location",
            "streams[0].deadLetters.transforms",
            "streams[0].onBadRecord",
            "streams[0].state",
            "streams[1]");
    assertThat(message(problems, "htpp")).isEqualTo("unknown key; did you mean http?");
    assertThat(message(problems, "streams[0].source.topik")).contains("did you mean topic?");
    assertThat(message(problems, "defaults.flush.allowedLatncy")).contains("allowedLatency?");
    assertThat(message(problems, "streams[0].source.topic")).isEqualTo("required");
    assertThat(message(problems, "streams[0].source.startFrom")).contains("did you mean earliest?");
    assertThat(message(problems, "streams[0].flush.allowedLatency")).contains("\"soon\"", "60s");
    assertThat(message(problems, "streams[0].workers")).contains("1.5", "whole number");
    assertThat(message(problems, "memory")).contains("an object", "40%");
    assertThat(message(problems, "streams[0].source.seekOffsets.x")).contains("no partition");
    assertThat(message(problems, "streams[0].source.seekOffsets[\"1\"]"))
        .contains("a string is no offset", "-1");
    assertThat(message(problems, "streams[0].table.engine")).contains("kernel, standalone");
    assertThat(message(problems, "streams[0].deadLetters.lokation")).contains("mean location?");
    assertThat(message(problems, "streams[0].onBadRecord")).contains("did you mean dead-letter?");
    assertThat(message(problems, "streams[0].format.type")).contains("did you mean avro?");
    assertThat(message(problems, "streams[0].table.location"))
        .contains("not supported in this version");
  }

  @Test
  void shouldReportKeysThatAreWrittenTwice() {
    List<ConfigProblem> problems =
        problems("{\"streams\": [], \"http\": {\"port\": 1,\n \"port\": 2}}");

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).toString()).startsWith("http.port: written twice (line 2,");
  }

  @Test
  void shouldSayWhereTextIsNoJson() {
    assertThat(problems("{\"http\":\n oops}").get(0).message())
        .contains("not valid JSON", "line 2");
    assertThat(problems("").get(0).message()).contains("empty");
    assertThat(problems("[]").get(0).message()).contains("an array; it must be an object");
    assertThat(problems("{} {}").get(0).message()).contains("more text after the document");
  }

  @Test
  void shouldRefuseStreamsThatCannotLiveBesideEachOther() {
    List<ConfigProblem> problems =
        problems(
            """
            {"streams": [
              {"name": "a", "source": {"topic": "t", "group": "g"}, "table": {"location": "./x/../tab", "appId": "id"}},
              {"name": "a", "source": {"topic": "t2"}, "table": {"location": "./other", "appId": "id"}},
              {"name": "b", "source": {"topic": "t", "group": "g"}, "table": {"location": "./b"}},
              {"name": "c", "source": {"topic": "t3"}, "table": {"location": "tab", "appId": "id"}},
              {"name": "d", "source": {"topic": "t", "group": "g", "kafka": {"bootstrap.servers": "x:1"}},
               "table": {"location": "./d"}}]}
            """);

    assertThat(problems)
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrder(
            "streams[1].name", "streams[2].source.group", "streams[3].table.appId");
  }

  @Test
  void shouldRefuseDeadLettersInTheTableOfAStream() throws IOException {
    Path tables = Files.createDirectory(directory.resolve("tables"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), tables);

    List<ConfigProblem> problems =
        problems(
            """
            {"streams": [
              {"name": "a", "source": {"topic": "t"}, "table": {"location": "%1$s/a"},
               "deadLetters": {"location": "file://%1$s/./a/"}},
              {"name": "b", "source": {"topic": "t"}, "table": {"location": "%1$s/b"},
               "deadLetters": {"location": "%2$s/c"}},
              {"name": "c", "source": {"topic": "t"}, "table": {"location": "%1$s/c"},
               "deadLetters": {"location": "%2$s/b"}},
              {"name": "d", "source": {"topic": "t"}, "table": {"location": "%1$s/d"},
               "deadLetters": {"location": "%1$s/shared"}},
              {"name": "e", "source": {"topic": "t"}, "table": {"location": "%1$s/e"},
               "deadLetters": {"location": "%2$s/shared"}}]}
            """
                .formatted(tables, link));

    assertThat(problems)
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrder(
            "streams[0].deadLetters.location",
            "streams[2].deadLetters.location",
            "streams[2].table.location");
    assertThat(message(problems, "streams[0].deadLetters.location")).contains("own table");
    assertThat(message(problems, "streams[2].deadLetters.location"))
        .contains("table of stream \"b\"");
  }

  @Test
  void shouldSayHowToEndAContradictionAboutBadRecords() {
    String stream =
        "{\"name\": \"%1$s\", \"source\": {\"topic\": \"t\"}, \"table\": {\"location\":"
            + " \"./%1$s\"}, %2$s}";
    List<ConfigProblem> problems =
        problems(
            "{\"streams\": ["
                + stream.formatted("a", "\"onBadRecord\": \"dead-letter\"")
                + ","
                + stream.formatted(
                    "b", "\"onBadRecord\": \"skip\", \"deadLetters\": {\"location\": \"./d\"}")
                + ","
                + stream.formatted("c", "\"deadLetters\": {\"transforms\": {\"a\": \"b\"}}")
                + "]}");

    assertThat(problems)
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "streams[0].onBadRecord: \"dead-letter\" needs a dead-letter table; give"
                + " deadLetters.location, or use skip or fail",
            "streams[1].onBadRecord: \"skip\" contradicts the dead-letter table, to which bad"
                + " records go; leave it out, or set deadLetters to null",
            "streams[2].deadLetters.location: required; a stream without a dead-letter table has"
                + " \"deadLetters\": null");
  }

  @Test
  void shouldShareADeadLetterTableThroughTheDefaults() {
    ServeConfig config =
        read(
            """
            {"defaults": {"deadLetters": {"location": "./dead", "transforms": {"a": "b"}},
                          "onBadRecord": "dead-letter"},
             "streams": [
              {"name": "a", "source": {"topic": "t"}, "table": {"location": "./a"}},
              {"name": "b", "source": {"topic": "t"}, "table": {"location": "./b"},
               "deadLetters": {"transforms": {"c": "d"}}},
              {"name": "c", "source": {"topic": "t"}, "table": {"location": "./c"},
               "deadLetters": null, "onBadRecord": null}]}
            """);

    assertThat(config.streams())
        .extracting(StreamConfig::deadLetters)
        .containsExactly(
            Optional.of(new DeadLetters("./dead", List.of(new Transform("a", "b")))),
            Optional.of(
                new DeadLetters(
                    "./dead", List.of(new Transform("a", "b"), new Transform("c", "d")))),
            Optional.empty());
    assertThat(config.streams())
        .extracting(StreamConfig::onBadRecord)
        .containsExactly(
            BadRecordPolicy.DEAD_LETTER, BadRecordPolicy.DEAD_LETTER, BadRecordPolicy.FAIL);
  }

  @Test
  void shouldTakeAShareOfTheHeap() {
    ServeConfigReader reader = new ServeConfigReader(Map.of("SHARE", "25%"), 1L << 30);

    assertThat(reader.read("{\"memory\": \"40%\"}").memoryBytes()).contains((1L << 30) * 2 / 5);
    assertThat(reader.read("{\"memory\": \"${env:SHARE}\"}").memoryBytes()).contains(1L << 28);
    assertThat(reader.read("{\"memory\": 2097152}").memoryBytes()).contains(2L << 20);
    assertThat(reader.read("{\"memory\": \"1GiB\"}").memoryBytes()).contains(1L << 30);
    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class, () -> reader.read("{\"memory\": \"2GiB\"}"));
    assertThat(refused.problems())
        .containsExactly(
            new ConfigProblem(
                "memory",
                "\"2GiB\" is more than the heap, of which 1024MiB can be used; give less, or a"
                    + " larger heap with KDI_HEAP (bin/kafka-delta-ingest)"));
  }

  @Test
  void shouldResolveReferencesInAnyString() throws IOException {
    Path file = Files.writeString(directory.resolve("topic"), "t\n");

    ServeConfig config =
        read(
            """
            {"http": {"port": "${env:PORT}"},
             "metrics": {"prometheus": "${env:YES}"},
             "defaults": {"flush": {"allowedLatency": "${env:LATENCY}"}},
             "streams": [{"name": "a", "source": {"topic": "${file:%s}"},
                          "table": {"location": "./${env:DIR}/t"}}]}
            """
                .formatted(file),
            Map.of("PORT", "81", "YES", "false", "LATENCY", "5s", "DIR", "d"));

    assertThat(config.http().port()).isEqualTo(81);
    assertThat(config.metrics().prometheus()).isFalse();
    StreamConfig stream = config.streams().get(0);
    assertThat(stream.source().topic()).isEqualTo("t");
    assertThat(stream.table().location()).isEqualTo("./d/t");
    assertThat(stream.flush().allowedLatency()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void shouldNameReferencesThatDoNotResolve() {
    List<ConfigProblem> problems =
        problems(
            """
            {"streams": [{"name": "a", "source": {"topic": "${env:TOPIC}",
                "kafka": {"sasl.password": "${file:/no/such/file}"}}, "table": {"location": "./t"}}]}
            """);

    assertThat(problems)
        .extracting(ConfigProblem::path)
        .containsExactlyInAnyOrder(
            "streams[0].source.topic", "streams[0].source.kafka[\"sasl.password\"]");
    assertThat(message(problems, "streams[0].source.topic")).contains("TOPIC", "not set");
  }

  @Test
  void shouldReadASchemaFromAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("schema.json"), SCHEMA);
    String stream =
        "{\"streams\": [{\"name\": \"a\", \"source\": {\"topic\": \"t\"}, \"table\":"
            + " {\"location\": \"./t\", \"create\": %s}}]}";

    assertThat(
            read(stream.formatted("{\"schemaFile\": \"" + file + "\"}"))
                .streams()
                .get(0)
                .table()
                .create())
        .contains(new CreateTable(SCHEMA, List.of()));
    assertThat(problems(stream.formatted("{}")).get(0).message()).contains("schemaFile");
    assertThat(problems(stream.formatted("{\"schemaFile\": \"/no/such\"}")).get(0).toString())
        .contains("create.schemaFile: /no/such: there is no such file");
    assertThat(problems(stream.formatted("{\"schema\": {\"type\": \"map\"}}")).get(0).message())
        .contains("no table schema");
    assertThat(
            problems(
                    stream.formatted(
                        "{\"schema\": " + SCHEMA + ", \"partitionBy\": [\"date\", \"date\"]}"))
                .get(0)
                .toString())
        .contains("create.partitionBy[1]: \"date\" twice");
  }

  @Test
  void shouldRefuseATokenFileThatHoldsNone() throws IOException {
    Path empty = Files.writeString(directory.resolve("token"), "\n");

    assertThat(problems("{\"http\": {\"tokenFile\": \"" + empty + "\"}}").get(0).toString())
        .startsWith("http.tokenFile: ")
        .contains("is empty");
    assertThat(problems("{\"http\": {\"tokenFile\": \"/no/such\"}}").get(0).message())
        .contains("no such file");
  }

  @Test
  void shouldNotPrintTheToken() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "s3cret");

    assertThat(read("{\"http\": {\"tokenFile\": \"" + token + "\"}}").http().toString())
        .doesNotContain("s3cret");
  }

  @Test
  void shouldRefuseAQueueSizeThatIsNone() {
    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                read(
                    "{\"metrics\": {\"statsd\": \"localhost:8125\"}}",
                    Map.of("KDI_METRICS_INPUT_QUEUE_SIZE", "none")));

    assertThat(refused.problems().get(0).toString())
        .startsWith("KDI_METRICS_INPUT_QUEUE_SIZE (environment): \"none\"");
  }

  private static String minimal(String name) {
    return """
        {"streams": [{"name": "%1$s", "source": {"topic": "t-%1$s"}, "table": {"location": "./tables/%1$s"}}]}
        """
        .formatted(name);
  }

  private static ServeConfig read(String json) {
    return read(json, Map.of());
  }

  private static ServeConfig read(String json, Map<String, String> environment) {
    return new ServeConfigReader(environment).read(json);
  }

  private static List<ConfigProblem> problems(String json) {
    InvalidConfigException refused =
        catchThrowableOfType(InvalidConfigException.class, () -> read(json));
    assertThat(refused).as("refused: %s", json).isNotNull();
    return refused.problems();
  }

  private static String message(List<ConfigProblem> problems, String path) {
    return problems.stream().filter(p -> p.path().equals(path)).findFirst().orElseThrow().message();
  }
}
