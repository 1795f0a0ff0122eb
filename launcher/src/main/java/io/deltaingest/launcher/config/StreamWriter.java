package io.deltaingest.launcher.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a stream as the JSON that {@link StreamReader} reads, with every default filled in. */
final class StreamWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What becomes of secrets. */
  enum Secrets {
    /** References stay references, literals are hidden: for people. */
    HIDDEN,
    /** As the user wrote them: for a file that only the owner can read. */
    AS_WRITTEN
  }

  private StreamWriter() {}

  /** Indented JSON. */
  static String write(StreamConfig config, Secrets secrets) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node(config, secrets));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode node(StreamConfig config, Secrets secrets)
      throws JsonProcessingException {
    ObjectNode stream = JSON.createObjectNode();
    stream.put("name", config.name());

    ObjectNode source = stream.putObject("source");
    source.put("topic", config.source().topic());
    put(source, "group", config.source().group());
    source.put("startFrom", StreamWords.of(config.source().startFrom()));
    source.put("endsAtLatestOffsets", config.source().endsAtLatestOffsets());
    ObjectNode seekOffsets = source.putObject("seekOffsets");
    new TreeMap<>(config.source().seekOffsets())
        .forEach((partition, offset) -> seekOffsets.put(partition.toString(), offset));
    ObjectNode kafka = source.putObject("kafka");
    settings(config.source().kafka(), secrets).forEach(kafka::put);

    FormatWriter.write(stream.putObject("format"), config.format(), secrets);

    transforms(stream, config.transforms());
    stream.put("filter", config.filter().map(References::escape).orElse(null));

    ObjectNode table = stream.putObject("table");
    put(table, "location", config.table().location());
    put(table, "appId", config.table().appId());
    table.put("checkpoints", config.table().checkpoints());
    table.put("schemaEvolution", StreamWords.of(config.table().evolution()));
    table.put("engine", StreamWords.of(config.table().engine()));
    if (config.table().create().isPresent()) {
      create(table.putObject("create"), config.table().create().get());
    }

    stream.put("maxMessagesPerBatch", config.maxMessagesPerBatch());
    stream
        .putObject("flush")
        .put("allowedLatency", DurationText.format(config.flush().allowedLatency()))
        .put("minBytesPerFile", SizeText.format(config.flush().minBytesPerFile()));
    // Written even if there are none: a null keeps those of the file's defaults out.
    stream.putNull("deadLetters");
    if (config.deadLetters().isPresent()) {
      ObjectNode deadLetters = stream.putObject("deadLetters");
      put(deadLetters, "location", config.deadLetters().get().location());
      transforms(deadLetters, config.deadLetters().get().transforms());
    }
    stream.put("onBadRecord", StreamWords.of(config.onBadRecord()));
    stream.put("workers", config.workers());
    stream.put("state", StreamWords.of(config.desiredState()));
    return stream;
  }

  private static void transforms(ObjectNode into, List<Transform> written) {
    ObjectNode transforms = into.putObject("transforms");
    for (Transform transform : written) {
      // The last of a repeated property wins, and takes its place at the end.
      transforms.remove(transform.property());
      put(transforms, transform.property(), transform.source());
    }
  }

  private static void create(ObjectNode node, CreateTable create) throws JsonProcessingException {
    if (create.schemaJson().isPresent()) {
      node.set("schema", JSON.readTree(create.schemaJson().get()));
    } else {
      node.put("fromData", true);
    }
    ArrayNode columns = node.putArray("partitionBy");
    create.partitionBy().forEach(column -> columns.add(References.escape(column)));
  }

  private static Map<String, String> settings(KafkaSettings settings, Secrets secrets) {
    if (secrets == Secrets.AS_WRITTEN) {
      return settings.asWritten();
    }
    Map<String, String> shown = settings.redacted();
    settings
        .asWritten()
        .forEach(
            (name, written) -> {
              // What a reference resolves to is never shown, whatever the setting is called; the
              // reference itself tells nothing, unless a secret was written beside it.
              if (References.isOne(written)
                  || (References.isIn(written) && !KafkaSettings.isSecret(name))) {
                shown.put(name, written);
              }
            });
    return shown;
  }

  private static void put(ObjectNode node, String key, String literal) {
    node.put(key, References.escape(literal));
  }
}
