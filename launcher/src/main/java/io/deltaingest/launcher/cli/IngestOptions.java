package io.deltaingest.launcher.cli;

import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The arguments of {@code ingest} as given: texts, so that one place reads them and their
 * environment variables alike. Names are the reference's, underscores included, so that its users'
 * scripts go on working.
 */
final class IngestOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TOPIC",
      description = "Kafka topic to read (env KAFKA_TOPIC)")
  String topic;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE_LOCATION",
      description = "Delta table to write: a path or file:// URI (env TABLE_LOCATION)")
  String tableLocation;

  @Option(
      names = {"-k", "--kafka"},
      paramLabel = "BROKERS",
      description = "Bootstrap servers (env KAFKA_BROKERS; default localhost:9092)")
  String kafka;

  @Option(
      names = {"-g", "--consumer_group"},
      paramLabel = "GROUP",
      description = "Consumer group (env KAFKA_CONSUMER_GROUP; default kafka_delta_ingest)")
  String consumerGroup;

  @Option(
      names = {"-a", "--app_id"},
      paramLabel = "ID",
      description =
          "Prefix of the transaction ids under which the table keeps the offsets"
              + " (env APP_ID; default kafka_delta_ingest)")
  String appId;

  @Option(
      names = {"-o", "--auto_offset_reset"},
      paramLabel = "WHERE",
      description =
          "Where a partition starts whose offset the table does not have: earliest or latest"
              + " (env KAFKA_AUTO_OFFSET_RESET; default earliest)")
  String autoOffsetReset;

  @Option(
      names = "--seek_offsets",
      paramLabel = "JSON",
      description =
          "By partition, the last offset that counts as written already, where the table has"
              + " stored none: {\"0\":123}; -1 to begin at 0 (env KAFKA_SEEK_OFFSETS)")
  String seekOffsets;

  @Option(
      names = {"-l", "--allowed_latency"},
      paramLabel = "SECONDS",
      description =
          "How long a message may wait for its commit; also 500ms, 60s, 5m"
              + " (env ALLOWED_LATENCY; default 300)")
  String allowedLatency;

  @Option(
      names = {"-m", "--max_messages_per_batch"},
      paramLabel = "ROWS",
      description =
          "Rows gathered before they are encoded (env MAX_MESSAGES_PER_BATCH; default 5000)")
  String maxMessagesPerBatch;

  @Option(
      names = {"-b", "--min_bytes_per_file"},
      paramLabel = "BYTES",
      description =
          "Encoded bytes that are committed before the latency is due; also 128MiB, 1GB"
              + " (env MIN_BYTES_PER_FILE; default 134217728)")
  String minBytesPerFile;

  @Option(
      names = {"-t", "--transform"},
      paramLabel = "'PROPERTY: SOURCE'",
      description =
          "Sets a property from kafka.offset, kafka.partition, kafka.topic, kafka.timestamp,"
              + " kafka.timestamp_type, kafka.key, kafka.key_base64, kafka.headers, or a JMESPath"
              + " expression. Repeat it for each property (env TRANSFORMS, one a line)")
  List<String> transforms;

  @Option(
      names = "--dlq_table_location",
      paramLabel = "LOCATION",
      description =
          "Delta table, which must exist, for messages that are no row (env DLQ_TABLE_LOCATION)")
  String dlqTableLocation;

  @Option(
      names = "--dlq_transform",
      paramLabel = "'PROPERTY: SOURCE'",
      description =
          "Sets a property of the dead-letter record. Repeat it for each property"
              + " (env DLQ_TRANSFORMS, one a line)")
  List<String> dlqTransforms;

  @Option(
      names = {"-c", "--checkpoints"},
      description = "Write checkpoints when they are due (env WRITE_CHECKPOINTS: true or false)")
  boolean checkpoints;

  @Option(
      names = {"-K", "--kafka_setting", "--Kafka"},
      paramLabel = "KEY=VALUE",
      description = "Kafka client setting, by its librdkafka or its Java name. Repeat it for each")
  List<String> kafkaSettings;

  @Option(
      names = {"-s", "--statsd_endpoint"},
      paramLabel = "HOST:PORT",
      description = "Where statsd metrics are sent (env STATSD_ENDPOINT; default localhost:8125)")
  String statsdEndpoint;

  @Option(
      names = "--json",
      paramLabel = "TEXT",
      description =
          "Values are JSON objects, which is the default; of a schema registry's wire format where"
              + " TEXT is its URL, or several, separated by commas (env JSON_REGISTRY)")
  String json;

  @Option(
      names = "--avro",
      paramLabel = "SCHEMA",
      description =
          "Values are Avro: \"\" for object containers, a schema's path for data in that schema or"
              + " containers resolved to it, a registry's URL for its wire format (env"
              + " AVRO_REGISTRY)")
  String avro;

  @Option(
      names = "--soe-avro",
      paramLabel = "PATH",
      description =
          "Values are Avro's single-object encoding; a schema, or a folder that holds some")
  String soeAvro;

  @Option(
      names = "--protobuf",
      paramLabel = "SET",
      description =
          "Values are Protobuf: the path of a descriptor set that protoc made, or a registry's URL"
              + " for its wire format")
  String protobuf;

  @Option(
      names = "--protobuf_message",
      paramLabel = "TYPE",
      description = "Full name of the messages' type; needed where the descriptor set has several")
  String protobufMessage;

  @Option(
      names = "--validate",
      description = "Hold values against their JSON schema; with --json URL")
  boolean validate;

  @Option(
      names = "--registry_timeout",
      paramLabel = "SECONDS",
      description = "How long the schema registry may take to answer (default 30)")
  String registryTimeout;

  @Option(
      names = "--decompress_gzip",
      description = "Values are compressed by gzip (env DECOMPRESS_GZIP: true or false)")
  boolean decompressGzip;

  @Option(
      names = "--compression",
      paramLabel = "HOW",
      description =
          "How the producer compressed each value: none, gzip, zstd, snappy, lz4, or auto, to tell"
              + " by its first bytes (default none)")
  String compression;

  @Option(
      names = "--key_format",
      paramLabel = "FORMAT",
      description =
          "What kafka.key is: json, json-registry, avro, avro-registry, soe-avro, the registry being that of the values (default: text)")
  String keyFormat;

  @Option(
      names = "--key_schema",
      paramLabel = "PATH",
      description = "Schema of the keys, for the formats that have it in a file")
  String keySchema;

  @Option(
      names = "--filter",
      paramLabel = "JMESPATH",
      description = "Messages of which this is false or null give no row")
  String filter;

  @Option(
      names = "--tombstones",
      paramLabel = "POLICY",
      description =
          "skip: count a message without a value and go on; keep: make a row of what the transforms"
              + " take from its key, headers and position (default skip)")
  String tombstones;

  @Option(
      names = "--schema_evolution",
      paramLabel = "HOW",
      description =
          "none: leave out and count properties that the table has no column for; add-columns: add"
              + " one (default none)")
  String schemaEvolution;

  @Option(
      names = {"-e", "--ends_at_latest_offsets"},
      description =
          "Stop at the end offsets of the start (env ENDS_AT_LATEST_OFFSETS: true or false)")
  boolean endsAtLatestOffsets;

  @Option(
      names = "--create",
      description =
          "Create the table where there is none, from --schema or, without that, from the schemas"
              + " and values of the topic's first messages")
  boolean create;

  @Option(
      names = "--dry_run",
      description = "Show the schema that --create would give the table, and end")
  boolean dryRun;

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "Schema of the table to create, in Delta's JSON form")
  String schema;

  @Option(
      names = "--partition_by",
      paramLabel = "COLUMN",
      split = ",",
      description = "Partition columns of the table to create; repeat it or separate by commas")
  List<String> partitionBy;

  @Option(
      names = "--on_bad_record",
      paramLabel = "POLICY",
      description =
          "skip: count a message that is no row and go on; fail: stop before it; dead-letter:"
              + " put it into the dead-letter table, as is done wherever there is one"
              + " (default skip)")
  String onBadRecord;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Members of the consumer group in this process (default 1)")
  String workers;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "What held rows, open files and fetched messages may take of the heap: 512MiB, or 40%%"
              + " of it (default 33%%)")
  String memory;

  @Option(
      names = "--log_engine",
      paramLabel = "ENGINE",
      description =
          "What reads and writes the table's log: kernel, or standalone, for tables of protocol 1"
              + " and 2 (default kernel)")
  String logEngine;

  @Option(
      names = "--start_timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for a broker that can't be reached at first (default 60)")
  String startTimeout;

  @Option(
      names = "--shutdown_timeout",
      paramLabel = "SECONDS",
      description = "How long the last commit may take after SIGTERM or Ctrl-C (default 25)")
  String shutdownTimeout;
}
