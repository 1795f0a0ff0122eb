package io.deltaingest.delta.log;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import java.util.Optional;

/**
 * Offsets and schema from a table's log. The first read is from scratch; later ones follow the log,
 * and so notice when the table was replaced. One for each worker. Thread-safe.
 */
public final class DeltaOffsetStore implements OffsetStore {

  private final TableLog log;
  private final String location;
  private TableSnapshot last;

  /**
   * @param location the table's place, for messages
   */
  public DeltaOffsetStore(TableLog log, String location) {
    this.log = log;
    this.location = location;
  }

  @Override
  public synchronized TableSnapshot read() {
    if (last == null) {
      last = log.load();
      return last;
    }
    LogUpdate update = log.follow(last);
    if (update instanceof LogUpdate.Replaced replaced) {
      throw new StreamFailedException(
          Problem.of(
              "The Delta table at " + location + " is not the one that this stream began with",
              replaced.cause(),
              "Start the stream again if the new table is meant"));
    }
    last = ((LogUpdate.Current) update).snapshot();
    return last;
  }

  @Override
  public Optional<TableSnapshot> grow(TableSnapshot table, StructType wanted) {
    return log.grow(table, wanted);
  }
}
