package io.deltaingest.launcher.config;

import io.deltaingest.domain.stream.ConfigProblem;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import io.deltaingest.domain.stream.StreamConfig.Flush;
import io.deltaingest.domain.stream.StreamConfig.LogEngine;
import io.deltaingest.domain.stream.StreamConfig.SchemaEvolution;
import io.deltaingest.domain.stream.StreamConfig.Source;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import io.deltaingest.domain.stream.StreamConfig.Table;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.domain.stream.StreamConflicts;
import io.deltaingest.launcher.config.JsonValue.JsonBoolean;
import io.deltaingest.launcher.config.JsonValue.JsonNull;
import io.deltaingest.launcher.config.JsonValue.JsonNumber;
import io.deltaingest.launcher.config.JsonValue.JsonObject;
import io.deltaingest.launcher.config.JsonValue.JsonString;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Reads one stream. With problems reported, what it returns holds stand-ins and must not be used;
 * the caller asks {@link Problems} first.
 */
final class StreamReader {
  private static final String BOOTSTRAP = "bootstrap.servers";

  private final ReadContext context;

  StreamReader(ReadContext context) {
    this.context = context;
  }

  StreamConfig read(JsonObject object) {
    ObjectReader stream = new ObjectReader(object, context);
    String name = checked(stream, "name", StreamRules::problemOfName);
    BadRecordChoice badRecords = badRecords(stream);
    StreamConfig config =
        new StreamConfig(
            name,
            source(stream.object("source"), name),
            new FormatReader(context).read(stream.object("format")),
            transforms(stream),
            stream.requiredUnlessAbsent("filter"),
            table(stream.object("table"), name),
            stream
                .integer("maxMessagesPerBatch", 1, Integer.MAX_VALUE)
                .orElse(StreamDefaults.MAX_MESSAGES_PER_BATCH),
            flush(stream.object("flush")),
            badRecords.deadLetters(),
            badRecords.policy(),
            stream.integer("workers", 1, StreamDefaults.MOST_WORKERS).orElse(1),
            stream.oneOf("state", StreamWords.STATES).orElse(DesiredState.RUNNING));
    stream.end();
    for (ConfigProblem problem : StreamConflicts.within(config)) {
      String path = object.path().isEmpty() ? "" : object.path() + ".";
      context.problems().add(path + problem.path(), problem.message());
    }
    return config;
  }

  private Source source(ObjectReader source, String name) {
    Source read =
        new Source(
            checked(source, "topic", StreamRules::problemOfTopic),
            source.requiredUnlessAbsent("group").orElse(StreamDefaults.GROUP_PREFIX + name),
            source.oneOf("startFrom", StreamWords.STARTS).orElse(StartFrom.EARLIEST),
            kafka(source),
            source.bool("endsAtLatestOffsets").orElse(false),
            seekOffsets(source));
    source.end();
    return read;
  }

  private KafkaSettings kafka(ObjectReader source) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> asWritten = new LinkedHashMap<>();
    values.put(BOOTSTRAP, StreamDefaults.BROKERS);
    asWritten.put(BOOTSTRAP, StreamDefaults.BROKERS);
    source
        .rawObject("kafka")
        .ifPresent(
            settings ->
                settings
                    .members()
                    .forEach(
                        (key, value) -> {
                          if (value instanceof JsonNull) {
                            return;
                          }
                          // Scripts and examples write 30000 and true without quotes; Kafka wants
                          // text.
                          JsonValue text = asString(value);
                          source
                              .textOf(text, true)
                              .ifPresent(
                                  resolved -> {
                                    values.put(key, resolved);
                                    asWritten.put(key, ((JsonString) text).text());
                                  });
                        }));
    return KafkaSettings.resolved(values, asWritten);
  }

  private static JsonValue asString(JsonValue value) {
    if (value instanceof JsonNumber number) {
      return new JsonString(number.path(), number.value().toString());
    }
    return value instanceof JsonBoolean bool
        ? new JsonString(bool.path(), Boolean.toString(bool.value()))
        : value;
  }

  private Map<Integer, Long> seekOffsets(ObjectReader source) {
    Map<Integer, Long> offsets = new LinkedHashMap<>();
    Map<String, JsonValue> written =
        source.rawObject("seekOffsets").map(JsonObject::members).orElse(Map.of());
    written.forEach(
        (key, value) -> {
          OptionalInt partition = SeekOffsets.partition(key);
          if (partition.isEmpty()) {
            context.problems().add(value.path(), SeekOffsets.noPartition(key));
          }
          if (value instanceof JsonNull) {
            return;
          }
          Optional<BigDecimal> number = source.numberOf(value);
          OptionalLong offset =
              number.isEmpty() ? OptionalLong.empty() : SeekOffsets.offset(number.get());
          if (offset.isEmpty()) {
            String shown = number.map(BigDecimal::toPlainString).orElseGet(value::kind);
            context.problems().add(value.path(), SeekOffsets.noOffset(shown));
          } else if (partition.isPresent()) {
            offsets.put(partition.getAsInt(), offset.getAsLong());
          }
        });
    return offsets;
  }

  private static List<Transform> transforms(ObjectReader reader) {
    List<Transform> transforms = new ArrayList<>();
    reader
        .texts("transforms")
        .forEach(
            (property, source) -> {
              if (property.isBlank() || source.isBlank()) {
                reader.problem("transforms", "a property and a source must not be empty");
              }
              transforms.add(new Transform(property.strip(), source.strip()));
            });
    return transforms;
  }

  private Table table(ObjectReader table, String name) {
    Table read =
        new Table(
            checked(table, "location", StreamRules::problemOfLocation),
            table.requiredUnlessAbsent("appId").orElse(name),
            table.bool("checkpoints").orElse(true),
            table.has("create") ? create(table.object("create")) : Optional.empty(),
            table.oneOf("schemaEvolution", StreamWords.EVOLUTIONS).orElse(SchemaEvolution.NONE),
            table.oneOf("engine", StreamWords.ENGINES).orElse(LogEngine.KERNEL));
    table.end();
    return read;
  }

  private static Optional<CreateTable> create(ObjectReader create) {
    Optional<String> inline = create.rawObject("schema").map(JsonDocument::write);
    Optional<String> file = create.text("schemaFile");
    boolean fromData = create.bool("fromData").orElse(false);
    int ways = (create.has("schema") ? 1 : 0) + (create.has("schemaFile") ? 1 : 0);
    if (ways + (fromData ? 1 : 0) != 1) {
      create.problem(
          "schema",
          "give one of schema (the schema itself), schemaFile (a path) and \"fromData\": true");
    }
    Optional<String> schema = inline.or(() -> file.flatMap(path -> readSchema(create, path)));
    String key = inline.isPresent() ? "schema" : "schemaFile";
    schema.flatMap(StreamRules::problemOfSchema).ifPresent(problem -> create.problem(key, problem));
    List<String> partitionBy = create.distinctTexts("partitionBy");
    create.end();
    return fromData && ways == 0
        ? Optional.of(new CreateTable(Optional.empty(), partitionBy))
        : schema.map(json -> new CreateTable(json, partitionBy));
  }

  private static Optional<String> readSchema(ObjectReader create, String path) {
    if (!create.trusted("schemaFile")) {
      create.problem(
          "schemaFile", "is for the configuration file; give the schema itself as schema");
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(path)));
    } catch (IOException | InvalidPathException e) {
      create.problem("schemaFile", UnreadableFile.describe(path, e));
      return Optional.empty();
    }
  }

  private static Flush flush(ObjectReader flush) {
    Flush read =
        new Flush(
            flush.duration("allowedLatency").orElse(StreamDefaults.ALLOWED_LATENCY),
            flush.size("minBytesPerFile").orElse(StreamDefaults.MIN_BYTES_PER_FILE));
    flush.end();
    return read;
  }

  private BadRecordChoice badRecords(ObjectReader stream) {
    Optional<BadRecordPolicy> said = stream.oneOf("onBadRecord", StreamWords.POLICIES);
    boolean hasTable = stream.has("deadLetters");
    Optional<String> location = Optional.empty();
    List<Transform> transforms = List.of();
    if (hasTable) {
      ObjectReader deadLetters = stream.object("deadLetters");
      location = deadLetters.requiredUnlessAbsent("location");
      if (!deadLetters.has("location") && !context.fragment()) {
        deadLetters.problem(
            "location", "required; a stream without a dead-letter table has \"deadLetters\": null");
      }
      location
          .flatMap(StreamRules::problemOfLocation)
          .ifPresent(problem -> deadLetters.problem("location", problem));
      transforms = transforms(deadLetters);
      deadLetters.end();
    }
    // In defaults the other half may be each stream's own.
    if (!context.fragment()) {
      BadRecordChoice.contradiction(
              said, hasTable, "deadLetters.location", "leave it out, or set deadLetters to null")
          .ifPresent(problem -> stream.problem("onBadRecord", problem));
    }
    return BadRecordChoice.of(location, transforms, said, BadRecordPolicy.FAIL);
  }

  private static String checked(
      ObjectReader reader, String key, Function<String, Optional<String>> rule) {
    Optional<String> text = reader.requiredText(key);
    text.flatMap(rule).ifPresent(problem -> reader.problem(key, problem));
    return text.orElse("");
  }
}
