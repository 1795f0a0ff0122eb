package io.deltaingest.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdOutputStream;
import io.deltaingest.testkit.EmbeddedKafka;
import io.deltaingest.testkit.RegistryProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.SnappyFramedOutputStream;

/**
 * Every format, from messages that others wrote to a table that others read: by the reference's
 * arguments from Avro's own library, by a configuration from Python's.
 */
class FormatsIT {

  private static final int ROWS = 40;
  private static final int ROWS_OF_A_CONTAINER = 3;
  private static final String JSON_SCHEMA =
      "{\"type\":\"object\",\"required\":[\"id\",\"token\"],"
          + "\"properties\":{\"id\":{\"type\":\"integer\"},\"token\":{\"type\":\"string\"}}}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static EmbeddedKafka kafka;
  private static RegistryProcess registry;

  @TempDir Path directory;
  private final List<JsonNode> rows = TypedRows.of(ROWS);

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void shouldIngestEachFormatThatComesWithItsSchema() throws IOException {
    Path schemas = Files.createDirectory(directory.resolve("schemas"));
    Files.writeString(schemas.resolve("old.avsc"), TypedRows.OLD_AVRO.toString());
    Files.copy(TypedRows.AVRO_FILE, schemas.resolve("new.avsc"));
    List<Run> runs =
        List.of(
            new Run("json-text", each(FormatsIT::json), "--json", ""),
            new Run("containers", containers(), "--avro", ""),
            new Run("resolved", mixed(), "--avro", TypedRows.AVRO_FILE.toString()),
            new Run(
                "single-object",
                each(row -> AvroMessages.singleObject(TypedRows.record(row, TypedRows.AVRO))),
                "--soe-avro",
                TypedRows.AVRO_FILE.toString()),
            new Run(
                "single-objects",
                each(row -> AvroMessages.singleObject(TypedRows.record(row, versionOf(row)))),
                "--soe-avro",
                schemas.toString()),
            new Run("gzip", each(row -> gzip(json(row))), "--decompress_gzip"),
            new Run("any-compression", byTurns(), "--compression", "auto"));

    ingest(runs);

    assertThat(TypedRows.read(directory.resolve("single-objects")))
        .as("old rows have no origin, which no reader's schema gives")
        .containsExactlyElementsOf(rows.stream().map(FormatsIT::withoutDefault).toList());
    runs.stream()
        .map(run -> run.topic)
        .filter(topic -> !topic.equals("single-objects"))
        .forEach(this::assertHoldsRows);
  }

  @Test
  void shouldIngestTheWireFormatsOfARegistry() {
    int avro = registry().register("rows-value", "AVRO", TypedRows.AVRO.toString());
    int json = registry().register("json-rows-value", "JSON", JSON_SCHEMA);
    String url = registry().url().toString();
    List<Run> runs =
        List.of(
            new Run(
                "avro-registry",
                each(row -> AvroMessages.wire(avro, datum(row, TypedRows.AVRO))),
                "--avro",
                url),
            new Run(
                "json-registry",
                each(row -> AvroMessages.wire(json, json(row))),
                "--json",
                url,
                "--validate"));

    ingest(runs);

    runs.forEach(run -> assertHoldsRows(run.topic));
  }

  @Test
  void shouldIngestWhatPythonWrote() throws IOException {
    int schemaId = registry().register("python-value", "AVRO", TypedRows.AVRO.toString());
    ObjectNode request = JSON.createObjectNode();
    request.set("schema", JSON.readTree(TypedRows.AVRO.toString()));
    request.put("schemaId", schemaId).putArray("rows").addAll(rows);
    JsonNode written = PeerEngine.runPython("write_messages.py", request);
    String schema = "\"schema\": \"" + TypedRows.AVRO_FILE + "\"";
    Map<String, String> formats = new LinkedHashMap<>();
    formats.put("datum", "\"type\": \"avro\", " + schema);
    formats.put("container", "\"type\": \"avro\"");
    formats.put("soe", "\"type\": \"soe-avro\", " + schema);
    formats.put(
        "wire",
        "\"type\": \"avro-registry\", \"registry\": {\"url\": \"" + registry().url() + "\"}");
    formats.put("json", "\"type\": \"json\"");
    formats.put("gzip", "\"gzip\": true");
    formats.put("zstd", "\"compression\": \"auto\"");
    formats.put("lz4", "\"compression\": \"auto\"");
    formats.put("snappy", "\"compression\": \"auto\"");
    formats.keySet().forEach(name -> produce("python-" + name, decoded(written.get(name))));

    String streams =
        formats.entrySet().stream()
            .map(format -> stream("python-" + format.getKey(), format.getValue()))
            .collect(Collectors.joining(","));
    try (ServedStreams server = ServedStreams.start(directory, Map.of(), streams)) {
      for (String name : formats.keySet()) {
        server.await(
            "python-" + name,
            "finished",
            status -> status.get("state").asText().equals("finished"));
      }
      assertThat(server.terminate()).as(server.log()).isZero();
    }

    formats.keySet().forEach(name -> assertHoldsRows("python-" + name));
    for (PeerEngine engine : List.of(PeerEngine.DELTA_RS, PeerEngine.DUCKDB)) {
      JsonNode read = engine.read(directory.resolve("python-wire"), "id", List.of(), List.of());
      assertThat(read.get("rows")).as("by %s", engine).containsExactlyElementsOf(rows);
    }
  }

  /** One command line with a topic, which is also the table's name. */
  private record Run(String topic, List<byte[]> messages, List<String> arguments) {
    Run(String topic, List<byte[]> messages, String... arguments) {
      this(topic, messages, List.of(arguments));
    }
  }

  /** Ingests each topic to its end, all at once. */
  private void ingest(List<Run> runs) {
    runs.forEach(run -> produce(run.topic, run.messages));
    List<LauncherProcess> processes = new ArrayList<>();
    try {
      for (Run run : runs) {
        List<String> arguments =
            Stream.of(
                    Stream.of("ingest", run.topic, run.topic, "-k", kafka.bootstrapServers(), "-e"),
                    Stream.of("--create", "--schema", TypedRows.DELTA_FILE.toString()),
                    run.arguments.stream())
                .flatMap(Function.identity())
                .toList();
        processes.add(LauncherProcess.start(directory, arguments.toArray(String[]::new)));
      }
      for (int i = 0; i < processes.size(); i++) {
        LauncherProcess process = processes.get(i);
        assertThat(process.awaitExit()).as("%s: %s", runs.get(i).topic, process.log()).isZero();
      }
    } finally {
      processes.forEach(LauncherProcess::close);
    }
  }

  private void produce(String topic, List<byte[]> messages) {
    kafka.fixture().createTopic(topic, 1);
    kafka.fixture().produce(topic, 0, messages.toArray(byte[][]::new));
  }

  private void assertHoldsRows(String table) {
    assertThat(TypedRows.read(directory.resolve(table))).as(table).containsExactlyElementsOf(rows);
  }

  private String stream(String name, String format) {
    return """
        {"name": "%s",
         "source": {"topic": "%s", "kafka": {"bootstrap.servers": "%s"}, "endsAtLatestOffsets": true},
         "format": {%s},
         "table": {"location": "%s", "create": {"schemaFile": "%s"}}}
        """
        .formatted(
            name,
            name,
            kafka.bootstrapServers(),
            format,
            directory.resolve(name),
            TypedRows.DELTA_FILE);
  }

  /** Where it can't be had, the tests that need it are skipped, and not the others. */
  private static RegistryProcess registry() {
    if (registry == null) {
      registry = RegistryProcess.start();
    }
    return registry;
  }

  // ---- messages ----

  private List<byte[]> each(Function<JsonNode, byte[]> encoding) {
    return rows.stream().map(encoding).toList();
  }

  /** Containers of some rows, by every codec in turn. */
  private List<byte[]> containers() {
    List<CodecFactory> codecs =
        List.of(
            CodecFactory.nullCodec(),
            CodecFactory.deflateCodec(6),
            CodecFactory.snappyCodec(),
            CodecFactory.zstandardCodec(3));
    List<byte[]> messages = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += ROWS_OF_A_CONTAINER) {
      List<JsonNode> some = rows.subList(from, Math.min(from + ROWS_OF_A_CONTAINER, rows.size()));
      messages.add(
          AvroMessages.container(
              codecs.get(messages.size() % codecs.size()),
              some.stream().map(row -> TypedRows.record(row, TypedRows.AVRO)).toList()));
    }
    return messages;
  }

  /** Containers of the older schema, and between them bare records of the newer one. */
  private List<byte[]> mixed() {
    return each(
        row ->
            TypedRows.fitsOldSchema(row)
                ? AvroMessages.container(
                    CodecFactory.nullCodec(), List.of(TypedRows.record(row, TypedRows.OLD_AVRO)))
                : datum(row, TypedRows.AVRO));
  }

  /** JSON as it is, and by every compression, one after the other. */
  private List<byte[]> byTurns() {
    List<Function<byte[], byte[]>> compressions =
        List.of(
            Function.identity(),
            FormatsIT::gzip,
            plain -> compressed(plain, ZstdOutputStream::new),
            plain -> compressed(plain, LZ4FrameOutputStream::new),
            plain -> compressed(plain, SnappyFramedOutputStream::new));
    return each(
        row -> compressions.get(row.get("id").asInt() % compressions.size()).apply(json(row)));
  }

  private static Schema versionOf(JsonNode row) {
    return TypedRows.fitsOldSchema(row) ? TypedRows.OLD_AVRO : TypedRows.AVRO;
  }

  private static JsonNode withoutDefault(JsonNode row) {
    ObjectNode copy = row.deepCopy();
    return TypedRows.fitsOldSchema(row) ? copy.putNull("origin") : copy;
  }

  private static byte[] json(JsonNode row) {
    return row.toString().getBytes(UTF_8);
  }

  private static byte[] datum(JsonNode row, Schema schema) {
    return AvroMessages.datum(TypedRows.record(row, schema));
  }

  private static List<byte[]> decoded(JsonNode messages) {
    List<byte[]> decoded = new ArrayList<>();
    messages.forEach(message -> decoded.add(Base64.getDecoder().decode(message.asText())));
    return decoded;
  }

  private static byte[] gzip(byte[] plain) {
    return compressed(plain, GZIPOutputStream::new);
  }

  private interface Compression {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] compressed(byte[] plain, Compression compression) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressing = compression.around(out)) {
      compressing.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
