package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.port.DeadLetterStore;
import java.util.Map;
import java.util.Optional;

/**
 * Which files of a dead-letter table can hold messages that are asked for, judged by what the log
 * says about them: tag, partition values, and statistics (Delta protocol, "Per-file Statistics"),
 * whose bounds may be wider than the values, and may be missing. Immutable.
 */
final class RecordedFiles {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Bounds ANY = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final Bounds NONE = new Bounds(Long.MAX_VALUE, Long.MIN_VALUE);

  private final String recorder;
  private final boolean shared;
  private final boolean mapped;
  private final String topic;
  private final RecordedOffsets wanted;

  /** Values of a column lie in here; both ends are inclusive. */
  private record Bounds(long min, long max) {}

  /**
   * @param recorder whose files, as in the tag
   * @param shared whether others record in the table: then a file without a tag does not count.
   *     Rows in it may be another's, of another topic of that name or of another stream, and a
   *     message taken for recorded by mistake would be in no table; one recorded twice is the
   *     lesser evil
   * @param mapped whether the log knows columns by other names (Delta protocol, "Column Mapping"):
   *     then what it says under ours may be about others, and only the tag rules files out
   * @param wanted the windows of partitions and offsets
   */
  RecordedFiles(
      String recorder, boolean shared, boolean mapped, String topic, RecordedOffsets wanted) {
    this.mapped = mapped;
    this.recorder = recorder;
    this.shared = shared;
    this.topic = topic;
    this.wanted = wanted;
  }

  /** Whether the file has to be read. */
  boolean mayHold(
      Map<String, String> tags, Map<String, String> partitionValues, Optional<String> stats) {
    String tag = tags.get(TxnUpdate.RECORDER_TAG);
    if (tag == null ? shared : !tag.equals(recorder)) {
      return false;
    }
    if (mapped) {
      return true;
    }
    JsonNode bounds = parse(stats);
    Bounds partition = numbers(DeadLetterStore.PARTITION_COLUMN, partitionValues, bounds);
    Bounds offset = numbers(DeadLetterStore.OFFSET_COLUMN, partitionValues, bounds);
    return mayHoldTopic(partitionValues, bounds)
        && wanted.meets(partition.min(), partition.max(), offset.min(), offset.max());
  }

  private boolean mayHoldTopic(Map<String, String> partitionValues, JsonNode stats) {
    String column = DeadLetterStore.TOPIC_COLUMN;
    if (partitionValues.containsKey(column)) {
      return topic.equals(partitionValues.get(column));
    }
    // Topics are ASCII, so that every order of texts is the same to them.
    String min = stats.path("minValues").path(column).textValue();
    String max = stats.path("maxValues").path(column).textValue();
    return (min == null || min.compareTo(topic) <= 0) && (max == null || max.compareTo(topic) >= 0);
  }

  /** Bounds of numbers; texts have bounds in another order, which say nothing about numbers. */
  private static Bounds numbers(
      String column, Map<String, String> partitionValues, JsonNode stats) {
    if (partitionValues.containsKey(column)) {
      long value = DeadLetterNumbers.parse(partitionValues.get(column));
      return value == DeadLetterNumbers.NONE ? NONE : new Bounds(value, value);
    }
    JsonNode min = stats.path("minValues").path(column);
    JsonNode max = stats.path("maxValues").path(column);
    return new Bounds(
        min.canConvertToLong() ? min.longValue() : ANY.min(),
        max.canConvertToLong() ? max.longValue() : ANY.max());
  }

  private static JsonNode parse(Optional<String> stats) {
    if (stats.isEmpty()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(stats.get());
    } catch (JsonProcessingException unreadable) {
      return MissingNode.getInstance();
    }
  }
}
