package io.deltaingest.domain.commit;

import io.deltaingest.domain.error.IngestException;

/** What became of a submitted batch. All but {@link Failed} are ordinary results. */
public sealed interface CommitOutcome {

  /** {@link SealedBatch#id()} of the batch. */
  String batchId();

  /** The batch is in the table, by this attempt. */
  record Committed(String batchId, CommitReport report) implements CommitOutcome {}

  /** The batch is in the table, by an earlier attempt whose answer was lost. */
  record AlreadyCommitted(String batchId, CommitReport report) implements CommitOutcome {}

  /**
   * Nothing was written: the table's offsets are not the ones that the batch was built on. The
   * worker starts again from the table.
   *
   * @param detail which transaction identifier, expected and found
   */
  record OffsetsMoved(String batchId, String detail) implements CommitOutcome {}

  /** Nothing was written: schema, partitioning, protocol or properties changed. */
  record SchemaChanged(String batchId, String detail) implements CommitOutcome {}

  /** Nothing was written: the table at that place is another one. */
  record TableReplaced(String batchId, String detail) implements CommitOutcome {}

  /**
   * Encoding, upload or commit failed. Unless {@code inDoubt}, nothing was written. In doubt, the
   * version may still land: the table tells, and the compare of offsets keeps it from landing
   * twice.
   */
  record Failed(String batchId, IngestException failure, boolean inDoubt)
      implements CommitOutcome {}
}
