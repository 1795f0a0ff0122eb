package io.deltaingest.domain.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that one stream is told: a topic, a format, transforms, a table. Immutable; valid by
 * the time it exists ({@link StreamConfigCodec} and the command line report all problems at once
 * before).
 *
 * @param name unique in the process; letters, digits, {@code . _ -}
 * @param transforms in order; the last of a repeated property wins
 * @param filter {@code kafka.…} or a JMESPath expression, over the original message; a message of
 *     which it is false, null or another of JMESPath's false-like values (an empty text, array or
 *     object) is done with, but gives no row
 * @param maxMessagesPerBatch rows gathered before they are encoded; never a reason to commit
 * @param deadLetters where messages that are no rows go; present with {@link
 *     BadRecordPolicy#DEAD_LETTER}, and only with it
 * @param workers consumer group members of this stream in this process
 * @param desiredState whether the stream should run when the process starts
 */
public record StreamConfig(
    String name,
    Source source,
    MessageFormat format,
    List<Transform> transforms,
    Optional<String> filter,
    Table table,
    int maxMessagesPerBatch,
    Flush flush,
    Optional<DeadLetters> deadLetters,
    BadRecordPolicy onBadRecord,
    int workers,
    DesiredState desiredState) {

  public StreamConfig {
    Objects.requireNonNull(name, "name");
    transforms = List.copyOf(transforms);
    if (deadLetters.isPresent() != (onBadRecord == BadRecordPolicy.DEAD_LETTER)) {
      throw new IllegalArgumentException(
          "a dead-letter table goes with the policy DEAD_LETTER: " + onBadRecord);
    }
  }

  /** The same stream with another desired state. */
  public StreamConfig withDesiredState(DesiredState state) {
    return new StreamConfig(
        name,
        source,
        format,
        transforms,
        filter,
        table,
        maxMessagesPerBatch,
        flush,
        deadLetters,
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
   * @param seekOffsets by partition, the last offset that counts as written already, -1 or more;
   *     put into the table before the first message
   */
  public record Source(
      String topic,
      String group,
      StartFrom startFrom,
      KafkaSettings kafka,
      boolean endsAtLatestOffsets,
      Map<Integer, Long> seekOffsets) {
    public Source {
      seekOffsets = Map.copyOf(seekOffsets);
    }
  }

  /** {@code auto_offset_reset}. */
  public enum StartFrom {
    EARLIEST,
    LATEST
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
   * @param evolution what becomes of properties that the table has no column for
   * @param engine what reads and writes the table's log
   */
  public record Table(
      String location,
      String appId,
      boolean checkpoints,
      Optional<CreateTable> create,
      SchemaEvolution evolution,
      LogEngine engine) {}

  /** What becomes of properties that the table has no column for. */
  public enum SchemaEvolution {
    /** They are left out, and counted. */
    NONE,
    /** Nullable columns are added, and types widened where the table allows it. */
    ADD_COLUMNS
  }

  /** What reads and writes a table's log. */
  public enum LogEngine {
    /** Delta Kernel reads, our own commits are put in place: every table that we write to. */
    KERNEL,
    /** The library delta-standalone reads, our own commits are put in place: protocol 1/2 only. */
    STANDALONE
  }

  /**
   * Where messages go that are no rows: a Delta table that exists, and that is no stream's table.
   * Several streams may share one.
   *
   * @param transforms over the dead-letter record, in order; one that fails leaves its column null
   */
  public record DeadLetters(String location, List<Transform> transforms) {
    public DeadLetters {
      transforms = List.copyOf(transforms);
    }
  }

  /**
   * A table to be created.
   *
   * @param schemaJson the schema in Delta's JSON form; empty: worked out from the first messages
   * @param partitionBy partition columns
   */
  public record CreateTable(Optional<String> schemaJson, List<String> partitionBy) {
    /** A table of that schema. */
    public CreateTable(String schemaJson, List<String> partitionBy) {
      this(Optional.of(schemaJson), partitionBy);
    }

    public CreateTable {
      Objects.requireNonNull(schemaJson, "schemaJson");
      partitionBy = List.copyOf(partitionBy);
    }
  }

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
    FAIL,
    /** Written to the dead-letter table, exactly once. */
    DEAD_LETTER
  }

  /** What the stream should be doing. */
  public enum DesiredState {
    RUNNING,
    PAUSED,
    STOPPED
  }
}
