package io.deltaingest.domain.port;

import io.deltaingest.domain.model.TableSnapshot;
import java.util.Map;
import java.util.Optional;

/**
 * The read side of a dead-letter table: what it looks like, and which messages are in it already.
 * The write side is a {@link TableSink} on the same table.
 *
 * <p>Thread-safe; blocks on storage. Fails as {@link OffsetStore} does.
 */
public interface DeadLetterStore {

  /** Columns that {@link #recorded} reads; the second holds the partition, the third the offset. */
  String TOPIC_COLUMN = "kafka_topic";

  String PARTITION_COLUMN = "kafka_partition";
  String OFFSET_COLUMN = "kafka_offset";

  /** The newest version of the table. */
  TableSnapshot read();

  /**
   * The offsets of the messages that one stream put into the table, within windows of offsets.
   * Reads data files; those that their statistics, or their tag, rule out are not opened.
   *
   * @param table the version to look at
   * @param recorder whose files: the value of {@link
   *     io.deltaingest.domain.commit.TxnUpdate#RECORDER_TAG}, and what the names of the recorder's
   *     transaction identifiers begin with; it ends in {@code -dlq-} and 16 hexadecimal digits.
   *     Files without that tag (another program rewrote them) count when topic, partition and
   *     offset fit and nobody else records in the table: a row of somebody else's taken for one of
   *     this recorder's would cost a message
   * @param topic value of the column {@code kafka_topic}
   * @param windows by partition, the offsets asked for
   * @return by partition, ascending, for each partition of {@code windows}; empty when the table
   *     does not have the columns that tell
   */
  Optional<Map<Integer, long[]>> recorded(
      TableSnapshot table, String recorder, String topic, Map<Integer, OffsetRange> windows);

  /**
   * Offsets of one partition.
   *
   * @param first the first of them
   * @param last the last of them, inclusive
   */
  record OffsetRange(long first, long last) {}
}
