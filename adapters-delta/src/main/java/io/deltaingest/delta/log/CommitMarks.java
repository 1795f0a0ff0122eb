package io.deltaingest.delta.log;

import java.util.OptionalLong;

/**
 * What a version leaves to the next one to go on from. Empty where the table has no such thing, or
 * it is not known. Immutable.
 *
 * @param inCommitTimestamp ms since the epoch
 * @param rowIdHighWaterMark the highest row id given so far; -1 when none was
 */
record CommitMarks(OptionalLong inCommitTimestamp, OptionalLong rowIdHighWaterMark) {

  static final CommitMarks NONE = new CommitMarks(OptionalLong.empty(), OptionalLong.empty());

  /** The marks after a version with that entry. */
  CommitMarks after(LogEntry entry) {
    return new CommitMarks(
        entry.inCommitTimestamp(),
        entry.rowIdHighWaterMark().isPresent() ? entry.rowIdHighWaterMark() : rowIdHighWaterMark);
  }
}
