package io.deltaingest.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The two files of JSON of the tour: what {@code serve} is told, and a stream to be posted. */
final class StreamConfigFiles {

  /** The stream, its topic and its application id have one name. */
  static final String STREAM = SampleTable.TOPIC;

  /** The one to be created over HTTP. */
  static final String SECOND_STREAM = "requests_by_method";

  /** Short, so that there is something to be seen soon. */
  static final int ALLOWED_LATENCY_SECONDS = 1;

  private static final Map<String, String> KAFKA_TRANSFORMS =
      Map.of(
          "meta.kafka.offset", "kafka.offset",
          "meta.kafka.partition", "kafka.partition",
          "meta.kafka.topic", "kafka.topic");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WorkFolder folder;

  StreamConfigFiles(WorkFolder folder) {
    this.folder = folder;
  }

  /** Writes both. */
  void write(String bootstrapServers, int httpPort) {
    write(folder.config(), serve(bootstrapServers, httpPort));
    write(folder.secondStream(), secondStream());
  }

  private ObjectNode serve(String bootstrapServers, int httpPort) {
    ObjectNode config = JSON.createObjectNode();
    config.putObject("http").put("host", "127.0.0.1").put("port", httpPort);
    config.putObject("state").put("path", folder.state().toString());
    config
        .putObject("defaults")
        .putObject("source")
        .putObject("kafka")
        .put("bootstrap.servers", bootstrapServers);
    ObjectNode stream = config.putArray("streams").addObject();
    stream.put("name", STREAM);
    stream.putObject("source").put("topic", SampleTable.TOPIC);
    ObjectNode transforms = stream.putObject("transforms");
    transforms.put(SampleTable.PARTITION_COLUMN, "substr(meta.producer.timestamp, `0`, `10`)");
    KAFKA_TRANSFORMS.forEach(transforms::put);
    stream
        .putObject("table")
        .put("location", folder.table().toString())
        .put("appId", STREAM)
        .put("checkpoints", true);
    stream.putObject("flush").put("allowedLatency", ALLOWED_LATENCY_SECONDS + "s");
    return config;
  }

  /** A few properties of the same messages, in a table that the launcher creates. */
  private ObjectNode secondStream() {
    ObjectNode stream = JSON.createObjectNode();
    stream.put("name", SECOND_STREAM);
    stream.putObject("source").put("topic", SampleTable.TOPIC);
    stream.putObject("transforms").put("at", "meta.producer.timestamp").put("page", "url");
    ObjectNode table = stream.putObject("table");
    table.put("location", folder.secondTable().toString());
    ObjectNode create = table.putObject("create");
    ObjectNode schema = create.putObject("schema").put("type", "struct");
    ArrayNode fields = schema.putArray("fields");
    for (List<String> column :
        List.of(
            List.of("at", "timestamp"),
            List.of("method", "string"),
            List.of("status", "short"),
            List.of("page", "string"))) {
      fields
          .addObject()
          .put("name", column.get(0))
          .put("type", column.get(1))
          .put("nullable", true)
          .putObject("metadata");
    }
    create.putArray("partitionBy").add("method");
    stream.putObject("flush").put("allowedLatency", "5s");
    return stream;
  }

  private static void write(Path file, ObjectNode content) {
    try {
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
