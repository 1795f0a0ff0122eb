package io.deltaingest.delta.log;

import io.deltaingest.delta.store.LogStorage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What keeps a log short to read: checkpoints, and the removal of what has expired. Several
 * processes may do it to one table. The checkpoints' thread writes; any thread may ask.
 */
final class LogUpkeep {

  private static final long NO_CHECKPOINT = -1;

  private final LogStorage log;
  private final SnapshotReader reader;
  private final Clock clock;
  private volatile long checkpointVersion = NO_CHECKPOINT;

  /** The checkpoints' thread. */
  private Optional<Instant> cleanedUpTo = Optional.empty();

  LogUpkeep(LogStorage log, SnapshotReader reader, Clock clock) {
    this.log = log;
    this.reader = reader;
    this.clock = clock;
  }

  /** Takes note of the checkpoint that the table was read from. */
  void noteCheckpoint(OptionalLong version) {
    checkpointVersion = version.orElse(NO_CHECKPOINT);
  }

  /** The newest checkpoint that this process knows of, or -1. */
  long checkpointVersion() {
    return checkpointVersion;
  }

  /**
   * Writes a checkpoint, unless another process wrote one for version {@code due} or later, and
   * then removes what has expired from the log, once a day; see {@link
   * SnapshotReader#writeCheckpoint} and {@link LogCleanup}.
   */
  void writeCheckpoint(int interval, long due) throws IOException {
    long hinted = LastCheckpoint.version(log);
    if (hinted >= due) {
      checkpointVersion = hinted;
      return;
    }
    SnapshotReader.Checkpoint newest = reader.writeCheckpoint(interval);
    checkpointVersion = newest.version();
    log.sweep();
    TableRetention retention = TableRetention.of(newest.properties());
    Optional<Instant> cutoff = retention.cutoff(clock.instant());
    if (cutoff.isPresent() && !cutoff.equals(cleanedUpTo)) {
      LogCleanup.run(log, retention, cutoff.get().toEpochMilli());
      cleanedUpTo = cutoff;
    }
  }
}
