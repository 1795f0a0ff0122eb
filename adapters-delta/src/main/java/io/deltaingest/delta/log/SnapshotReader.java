package io.deltaingest.delta.log;

import java.io.IOException;
import java.util.Map;
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
   * The highest row id given up to a version, -1 when none was. Asked only of tables that track
   * rows.
   */
  long readRowIdHighWaterMark(long version);

  /**
   * Writes a checkpoint of the newest version, unless there is one at or after the newest multiple
   * of {@code interval}, and the hint that names it. Expired files stay.
   *
   * @return the table's newest checkpoint afterwards
   * @throws CheckpointBeyondHeapException when the one before can't be read with this heap; nothing
   *     was written
   */
  Checkpoint writeCheckpoint(int interval) throws IOException;

  /**
   * The table's newest checkpoint.
   *
   * @param version its version
   * @param properties the table's, as of its newest version
   */
  record Checkpoint(long version, Map<String, String> properties) {
    public Checkpoint {
      properties = Map.copyOf(properties);
    }
  }
}
