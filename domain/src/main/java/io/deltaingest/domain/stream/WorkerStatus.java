package io.deltaingest.domain.stream;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.port.Rejection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one worker is doing, as it published it last. Times are ms since the epoch.
 *
 * @param worker 0, 1, … in the stream
 * @param activity what it does now
 * @param limit what holds it back, or null: {@code commit in progress}, {@code encoder}, {@code
 *     dead letters}, {@code broker} (a due batch waits until it is known that the topic is still
 *     the same), {@code memory} (batches are committed early, before latency or size ask for it)
 * @param partitions those assigned to it, by number
 * @param counts since the worker started
 * @param badRecords rejected messages by error class
 * @param samples the newest rejected messages, at most one for each error class and column
 * @param droppedProperties by path, those that the table has no column for
 * @param lastCommit null before the first
 * @param lastFault the newest failure, waited out or not; null before the first
 */
public record WorkerStatus(
    int worker,
    Activity activity,
    String limit,
    List<Partition> partitions,
    Counts counts,
    Map<String, Long> badRecords,
    List<BadRecord> samples,
    Map<String, Long> droppedProperties,
    LastCommit lastCommit,
    LastFault lastFault) {

  public WorkerStatus {
    partitions = List.copyOf(partitions);
    badRecords = Map.copyOf(badRecords);
    samples = List.copyOf(samples);
    droppedProperties = Map.copyOf(droppedProperties);
  }

  /** Of a worker that waits for what it can't begin without. */
  public static WorkerStatus waiting(int worker, LastFault fault) {
    return new WorkerStatus(
        worker,
        Activity.STARTING,
        null,
        List.of(),
        new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Map.of(),
        List.of(),
        Map.of(),
        null,
        fault);
  }

  /** What a worker does. */
  public enum Activity {
    /** Looks at table and topic, or waits for its first assignment. */
    STARTING,
    RUNNING,
    /** Keeps its partitions, reads nothing, holds nothing. */
    PAUSED,
    /** Waits out a failure. */
    RECOVERING,
    STOPPING,
    STOPPED
  }

  /**
   * One assigned partition.
   *
   * @param tableOffset last offset that the table has as done; empty before the first commit
   * @param position the offset to be read next
   * @param endOffset the end as last seen; empty when not yet known
   * @param lag {@code endOffset - (tableOffset + 1)}, messages that the table does not have yet
   */
  public record Partition(
      int partition,
      OptionalLong tableOffset,
      long position,
      OptionalLong endOffset,
      OptionalLong lag) {}

  /**
   * Totals since the worker started.
   *
   * @param tombstones messages without a value, skipped; those that are kept are rows
   * @param filtered records that the filter left out: messages, unless one holds several records
   * @param rejected messages that were no rows
   * @param deadLetters those of them that are in the dead-letter table or on their way
   * @param heldRows rows that wait for the next commit now
   * @param heldBytes heap bytes that they and the open files hold now
   */
  public record Counts(
      long messages,
      long bytes,
      long rows,
      long tombstones,
      long filtered,
      long rejected,
      long deadLetters,
      long commits,
      long conflicts,
      long heldRows,
      long heldBytes) {}

  /** A message that was no row. */
  public record BadRecord(
      int partition, long offset, Rejection.Stage stage, String errorClass, String detail) {}

  /** The newest commit. */
  public record LastCommit(long atMillis, CommitReport report) {}

  /** The newest failure. */
  public record LastFault(long atMillis, String message) {}
}
