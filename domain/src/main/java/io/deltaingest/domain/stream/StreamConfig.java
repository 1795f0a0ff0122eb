package io.deltaingest.domain.stream;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that one stream is told: a topic, a format, transforms, a table. Immutable; valid by
 * the time it exists ({@link StreamConfigCodec} and the command line report all problems at once
 * before).
 *
 * @param name unique in the process; letters, digits, {@code . _ -}
 * @param transforms in order; the last of a repeated property wins
 * @param maxMessagesPerBatch rows gathered before they are encoded; never a reason to commit
 * @param workers consumer group members of this stream in this process
 * @param desiredState whether the stream should run when the process starts
 */
public record StreamConfig(
    String name,
    Source source,
    Format format,
    List<Transform> transforms,
    Table table,
    int maxMessagesPerBatch,
    Flush flush,
    BadRecordPolicy onBadRecord,
    int workers,
    DesiredState desiredState) {

  public StreamConfig {
    Objects.requireNonNull(name, "name");
    transforms = List.copyOf(transforms);
  }

  /** The same stream with another desired state. */
  public StreamConfig withDesiredState(DesiredState state) {
    return new StreamConfig(
        name,
        source,
        format,
        transforms,
        table,
        maxMessagesPerBatch,
        flush,
        onBadRecord,
        workers,
        state);
  }

  /**
   * Where messages come from.
   *
   * @param startFrom where a partition without a stored offset starts
   * @param kafka client settings as the user wrote them, librdkafka or Java names
   * @param endsAtLatestOffsets stop at the end offsets of the start
   */
  public record Source(
      String topic,
      String group,
      StartFrom startFrom,
      KafkaSettings kafka,
      boolean endsAtLatestOffsets) {}

  /** {@code auto_offset_reset}. */
  public enum StartFrom {
    EARLIEST,
    LATEST
  }

  /** How values are encoded. */
  public enum Format {
    /** One JSON object, UTF-8. */
    JSON
  }

  /**
   * Sets a property from a source.
   *
   * @param property dotted path
   * @param source {@code kafka.…} or a JMESPath expression
   */
  public record Transform(String property, String source) {}

  /**
   * Where rows go.
   *
   * @param location path or URI
   * @param appId prefix of the {@code txn} application ids
   * @param checkpoints whether checkpoints are written when due
   * @param create what to create where there is no table; empty: refuse
   */
  public record Table(
      String location, String appId, boolean checkpoints, Optional<CreateTable> create) {}

  /**
   * A table to be created.
   *
   * @param schemaJson the schema in Delta's JSON form
   * @param partitionBy partition columns
   */
  public record CreateTable(String schemaJson, List<String> partitionBy) {}

  /**
   * When the batch is committed.
   *
   * @param allowedLatency how long a message may wait, from its poll
   * @param minBytesPerFile encoded bytes, over the worker's open files, that commit earlier
   */
  public record Flush(Duration allowedLatency, long minBytesPerFile) {}

  /** What happens to a message that is no row. */
  public enum BadRecordPolicy {
    /** Counted, sampled, passed over. */
    SKIP,
    /** The stream stops before it. */
    FAIL
  }

  /** What the stream should be doing. */
  public enum DesiredState {
    RUNNING,
    PAUSED,
    STOPPED
  }
}
