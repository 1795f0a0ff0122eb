package io.deltaingest.launcher.cli;

import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import io.deltaingest.domain.stream.StreamConfig.Flush;
import io.deltaingest.domain.stream.StreamConfig.LogEngine;
import io.deltaingest.domain.stream.StreamConfig.Source;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import io.deltaingest.domain.stream.StreamConfig.Table;
import io.deltaingest.launcher.cli.GivenTexts.Given;
import io.deltaingest.launcher.config.BadRecordChoice;
import io.deltaingest.launcher.config.DurationText;
import io.deltaingest.launcher.config.IngestRun;
import io.deltaingest.launcher.config.MemoryText;
import io.deltaingest.launcher.config.Problems;
import io.deltaingest.launcher.config.SeekOffsets;
import io.deltaingest.launcher.config.SizeText;
import io.deltaingest.launcher.config.StatsdConfig;
import io.deltaingest.launcher.config.StatsdEndpoint;
import io.deltaingest.launcher.config.StreamDefaults;
import io.deltaingest.launcher.config.StreamRules;
import io.deltaingest.launcher.config.StreamWords;
import io.deltaingest.launcher.config.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the arguments of {@code ingest} and their environment variables into the same configuration
 * that a file would give. Finds every problem in one go.
 */
final class IngestArguments {
  /** A container is commonly given 30 s between SIGTERM and SIGKILL. */
  static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(25);

  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

  private final IngestOptions options;
  private final Map<String, String> environment;
  private final Problems problems;
  private final GivenTexts given;
  private final KafkaSettingTexts kafka;

  IngestArguments(IngestOptions options, Map<String, String> environment, Problems problems) {
    this.options = options;
    this.environment = environment;
    this.problems = problems;
    this.given = new GivenTexts(environment, problems);
    this.kafka = new KafkaSettingTexts(given, problems);
  }

  /** With problems reported, what it returns holds stand-ins and must not be used. */
  IngestRun read() {
    StreamConfig stream = stream();
    return new IngestRun(
        stream,
        statsd(),
        duration("--start_timeout", options.startTimeout).orElse(START_TIMEOUT),
        duration("--shutdown_timeout", options.shutdownTimeout).orElse(SHUTDOWN_TIMEOUT),
        given.read(option("--memory", options.memory), MemoryText::parse));
  }

  /** What was put aside, for the log. After {@link #read}. */
  List<String> warnings() {
    return kafka.warnings();
  }

  private StreamConfig stream() {
    String topic =
        required("TOPIC", options.topic, "KAFKA_TOPIC", "topic", StreamRules::problemOfTopic);
    BadRecordTexts badRecordTexts = new BadRecordTexts(options, given, problems);
    BadRecordChoice badRecords = badRecordTexts.read();
    StreamConfig stream =
        new StreamConfig(
            topic,
            source(topic),
            new FormatTexts(options, given, problems).read(),
            TransformTexts.read(
                "--transform", options.transforms, given.variable("TRANSFORMS"), problems),
            given.word(option("--filter", options.filter)),
            table(),
            given
                .number(
                    given.text(
                        "--max_messages_per_batch",
                        options.maxMessagesPerBatch,
                        "MAX_MESSAGES_PER_BATCH"),
                    Integer.MAX_VALUE)
                .orElse(StreamDefaults.MAX_MESSAGES_PER_BATCH),
            flush(),
            badRecords.deadLetters(),
            badRecords.policy(),
            given
                .number(option("--workers", options.workers), StreamDefaults.MOST_WORKERS)
                .orElse(1),
            DesiredState.RUNNING);
    badRecordTexts.check(stream);
    return stream;
  }

  private Source source(String topic) {
    String brokers =
        given
            .word(given.text("--kafka", options.kafka, "KAFKA_BROKERS"))
            .orElse(StreamDefaults.BROKERS);
    return new Source(
        topic,
        given
            .word(given.text("--consumer_group", options.consumerGroup, "KAFKA_CONSUMER_GROUP"))
            .orElse(StreamDefaults.COMMAND_ID),
        given
            .chosen(
                given.text(
                    "--auto_offset_reset", options.autoOffsetReset, "KAFKA_AUTO_OFFSET_RESET"),
                StreamWords.STARTS)
            .orElse(StartFrom.EARLIEST),
        kafka.read(brokers, orNone(options.kafkaSettings)),
        given.flag(options.endsAtLatestOffsets, "ENDS_AT_LATEST_OFFSETS"),
        given
            .text("--seek_offsets", options.seekOffsets, "KAFKA_SEEK_OFFSETS")
            .map(json -> SeekOffsets.parse(json.from(), json.text(), problems))
            .orElse(Map.of()));
  }

  private Table table() {
    String location =
        required(
            "TABLE_LOCATION",
            options.tableLocation,
            "TABLE_LOCATION",
            "table location",
            StreamRules::problemOfLocation);
    return new Table(
        location,
        given
            .word(given.text("--app_id", options.appId, "APP_ID"))
            .orElse(StreamDefaults.COMMAND_ID),
        given.flag(options.checkpoints, "WRITE_CHECKPOINTS"),
        create(),
        given
            .chosen(option("--schema_evolution", options.schemaEvolution), StreamWords.EVOLUTIONS)
            .orElse(StreamConfig.SchemaEvolution.NONE),
        given
            .chosen(option("--log_engine", options.logEngine), StreamWords.ENGINES)
            .orElse(LogEngine.KERNEL));
  }

  private Optional<CreateTable> create() {
    if (!options.create) {
      if (options.dryRun) {
        problems.add("--dry_run", "is of use with --create only");
      }
      if (options.schema != null) {
        problems.add("--schema", "is of use with --create only");
      }
      if (options.partitionBy != null) {
        problems.add("--partition_by", "is of use with --create only");
      }
      return Optional.empty();
    }
    List<String> columns = orNone(options.partitionBy).stream().map(String::strip).toList();
    if (columns.stream().anyMatch(String::isEmpty)) {
      problems.add("--partition_by", "a column name is empty");
    }
    if (columns.stream().distinct().count() < columns.size()) {
      problems.add("--partition_by", "a column is named twice");
    }
    return options.schema == null
        ? Optional.of(new CreateTable(Optional.empty(), columns))
        : schema().map(schema -> new CreateTable(schema, columns));
  }

  private Optional<String> schema() {
    try {
      String schema = Files.readString(Path.of(options.schema));
      StreamRules.problemOfSchema(schema)
          .ifPresent(problem -> problems.add("--schema", options.schema + " " + problem));
      return Optional.of(schema);
    } catch (IOException | InvalidPathException e) {
      problems.add("--schema", UnreadableFile.describe(options.schema, e));
      return Optional.empty();
    }
  }

  private Flush flush() {
    return new Flush(
        given
            .read(
                given.text("--allowed_latency", options.allowedLatency, "ALLOWED_LATENCY"),
                DurationText::parse)
            .orElse(StreamDefaults.ALLOWED_LATENCY),
        given
            .read(
                given.text("--min_bytes_per_file", options.minBytesPerFile, "MIN_BYTES_PER_FILE"),
                SizeText::parse)
            .orElse(StreamDefaults.MIN_BYTES_PER_FILE));
  }

  private StatsdConfig statsd() {
    StatsdEndpoint endpoint =
        given
            .read(
                given.text("--statsd_endpoint", options.statsdEndpoint, "STATSD_ENDPOINT"),
                StatsdEndpoint::parse)
            .orElseGet(() -> StatsdEndpoint.parse(StatsdConfig.DEFAULT_ENDPOINT));
    return StatsdConfig.of(endpoint, environment, problems);
  }

  private Optional<Duration> duration(String name, String text) {
    return given.read(option(name, text), DurationText::parse);
  }

  private String required(
      String name,
      String argument,
      String variable,
      String what,
      Function<String, Optional<String>> rule) {
    Optional<Given> text = given.text(name, argument, variable);
    if (text.isEmpty()) {
      problems.add(name, "the " + what + " is missing; give it as an argument or as " + variable);
      return "";
    }
    rule.apply(text.get().text()).ifPresent(problem -> problems.add(text.get().from(), problem));
    return text.get().text();
  }

  private static Optional<Given> option(String name, String text) {
    return Optional.ofNullable(text).map(given -> new Given(name, given));
  }

  private static List<String> orNone(List<String> texts) {
    return texts == null ? List.of() : texts;
  }
}
