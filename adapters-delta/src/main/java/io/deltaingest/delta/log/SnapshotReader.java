package io.deltaingest.delta.log;

import java.io.IOException;
import java.util.Optional;

/**
 * What a library that knows Delta does for the log of one table: whole snapshots, and checkpoints.
 * Commits, and following them, are not its business. Thread-safe; blocks on storage.
 */
public interface SnapshotReader {

  /**
   * The newest version; empty when there is no table.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException when the log is damaged or not
   *     understood
   * @throws io.deltaingest.domain.error.TransientException when storage does not answer, or a file
   *     was cleaned up meanwhile
   */
  Optional<LoadedTable> readLatest();

  /**
   * Writes a checkpoint of the newest version, unless there is one at or after the newest multiple
   * of {@code interval}, and removes expired log files where the table asks for that.
   *
   * @return the version of the table's newest checkpoint afterwards
   */
  long writeCheckpoint(int interval) throws IOException;
}
