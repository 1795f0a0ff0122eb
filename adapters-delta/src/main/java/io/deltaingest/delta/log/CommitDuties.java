package io.deltaingest.delta.log;

import java.util.OptionalLong;

/**
 * What an entry has to say beyond files and offsets because the table's features ask for it.
 * Immutable.
 *
 * @param version the entry's version
 * @param inCommitTimestamp ms since the epoch, where the table has in-commit timestamps
 * @param firstRowId the id of the first new row, where the table tracks rows
 */
record CommitDuties(long version, OptionalLong inCommitTimestamp, OptionalLong firstRowId) {

  static CommitDuties none(long version) {
    return new CommitDuties(version, OptionalLong.empty(), OptionalLong.empty());
  }

  /**
   * What the entry leaves to the next one.
   *
   * @param rows new rows in it
   */
  CommitMarks marks(long rows) {
    return new CommitMarks(
        inCommitTimestamp,
        firstRowId.isPresent()
            ? OptionalLong.of(firstRowId.getAsLong() + rows - 1)
            : OptionalLong.empty());
  }
}
