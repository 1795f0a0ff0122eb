package io.deltaingest.domain.port;

import io.deltaingest.domain.commit.CommitReport;
import java.util.Map;

/**
 * Told what a worker does, for metrics and for people. Called on the ingest thread, but for the
 * methods that say otherwise; must not block, throw, or call back. All methods do nothing by
 * default.
 */
public interface IngestObserver {

  /** An observer that does nothing. */
  IngestObserver NONE = new IngestObserver() {};

  /** One poll's messages were processed. Called once a poll that had messages. */
  default void polled(PollCounts counts) {}

  /**
   * A message was not accepted. Called once for each; {@code rejection} must not be kept in bulk.
   */
  default void rejected(Rejection rejection, int partition, long offset) {}

  /** Rows were handed to the sink to be encoded. */
  default void rowBatchStarted(int rows) {}

  /** They were encoded. An encoder thread. */
  default void rowBatchCompleted(int rows, long nanos) {}

  /** A data file was closed. An encoder thread. */
  default void fileWritten(long bytes, long rows) {}

  /** A batch was submitted. */
  default void commitStarted() {}

  /** A batch is in the table. */
  default void committed(CommitReport report) {}

  /**
   * A batch is not in the table.
   *
   * @param reason a short stable name: {@code offsets-moved}, {@code schema-changed}, {@code
   *     table-replaced}, {@code failed}
   */
  default void commitFailed(String reason) {}

  /** A version number was lost to another writer and the commit tried again. A commit thread. */
  default void commitRetried() {}

  /** Dead letters are in their table; the batch that they belong to is not yet in its own. */
  default void deadLettersCommitted(CommitReport report) {}

  /** The lag of messages polled, by partition: at the start and then every minute. */
  default void bufferLag(Map<Integer, Long> lagByPartition) {}

  /** The lag of messages committed, by partition: with each commit. */
  default void commitLag(Map<Integer, Long> lagByPartition) {}

  /** A failure that the worker waits out, or fails with. */
  default void fault(String message, boolean fatal) {}

  /**
   * One poll in numbers.
   *
   * @param messages all of them, tombstones included
   * @param bytes of keys and values
   * @param tombstones null values, skipped; those that are kept are messages like any other
   * @param filtered records that the filter left out: messages, unless one holds several records
   * @param decodeFailures rejected at {@link Rejection.Stage#DECODE}
   * @param transformFailures rejected at the later stages
   * @param rows appended
   * @param rowBatchesBuffered row batches handed over and not yet encoded
   */
  record PollCounts(
      int messages,
      long bytes,
      int tombstones,
      int filtered,
      int decodeFailures,
      int transformFailures,
      int rows,
      int rowBatchesBuffered) {}
}
