package io.deltaingest.domain.ingest;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How far one assigned partition has come: in the table, in the commit, in the batch being built.
 */
final class PartitionProgress {

  private static final long NONE = Long.MIN_VALUE;

  private final int partition;
  private final long start;
  private final long endExclusive;
  private final long[] deadLetters;
  private long stored;
  private long inCommit = NONE;
  private long done;

  /**
   * @param stored the table's last offset done, if it has one
   * @param start the offset to be read first
   * @param endExclusive the offset not to be read any more, or {@code Long.MAX_VALUE}
   * @param deadLetters ascending, the offsets from {@code start} on that are in the dead-letter
   *     table already; null: none
   */
  PartitionProgress(
      int partition, OptionalLong stored, long start, long endExclusive, long[] deadLetters) {
    this.partition = partition;
    this.stored = stored.orElse(NONE);
    this.start = start;
    this.endExclusive = endExclusive;
    this.deadLetters = deadLetters;
    this.done = start - 1;
  }

  int partition() {
    return partition;
  }

  /** Whether the message at that offset is still to be done. */
  boolean wants(long offset) {
    return offset > done && offset < endExclusive;
  }

  /** Whether the message at that offset is a dead letter already. */
  boolean isDeadLetter(long offset) {
    return deadLetters != null && Arrays.binarySearch(deadLetters, offset) >= 0;
  }

  /** Everything up to and including {@code offset} is done. */
  void doneUpTo(long offset) {
    done = Math.max(done, Math.min(offset, endExclusive - 1));
  }

  long done() {
    return done;
  }

  /** The offset to be read next. */
  long position() {
    return done + 1;
  }

  /** The last offset done as the table has it. */
  OptionalLong stored() {
    return stored == NONE ? OptionalLong.empty() : OptionalLong.of(stored);
  }

  boolean reachedEnd() {
    return done >= endExclusive - 1;
  }

  /** Whether the batch being built carries this partition on. */
  boolean movedSinceSeal() {
    return done > sealed();
  }

  /** Whether anything of this partition is not in the table yet. */
  boolean uncommitted() {
    return inCommit != NONE || movedSinceSeal();
  }

  boolean inCommit() {
    return inCommit != NONE;
  }

  /** The batch being built was sealed with this partition at {@link #done()}. */
  void sealedAtDone() {
    inCommit = done;
  }

  /** The batch in commit reached the table. */
  void committed() {
    if (inCommit != NONE) {
      stored = inCommit;
      inCommit = NONE;
    }
  }

  /** The table was given a first stored offset for this partition although nothing moved. */
  void storedAtStart() {
    if (stored == NONE) {
      stored = start - 1;
    }
  }

  long start() {
    return start;
  }

  private long sealed() {
    if (inCommit != NONE) {
      return inCommit;
    }
    return stored == NONE ? start - 1 : stored;
  }
}
