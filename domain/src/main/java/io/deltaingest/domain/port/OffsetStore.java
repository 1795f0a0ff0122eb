package io.deltaingest.domain.port;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import java.util.Optional;

/**
 * The read side of the exactly-once bookkeeping: schema and offsets, from one version of the table.
 * The write side is the sink's commit, since offsets and files must be one version.
 *
 * <p>Thread-safe; blocks on storage.
 */
public interface OffsetStore {

  /**
   * The newest version of the table.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException when there is no table, or one that
   *     this writer must not write to
   * @throws io.deltaingest.domain.error.StreamFailedException when the table is not the one that
   *     was read before
   * @throws io.deltaingest.domain.error.TransientException when storage does not answer
   */
  TableSnapshot read();

  /**
   * The table with a schema that holds all of {@code wanted} besides what it has: nullable columns
   * added at the end of their struct, types widened where the table allows it. Nothing is written:
   * the change is in {@link TableSnapshot#growth()}, and goes into the table with the first rows.
   * What can't be done is left out, so the schema that comes back may have less.
   *
   * @param table as read by {@link #read}
   * @return {@code table} itself when nothing is to be done; empty when it has changed since it was
   *     read, so that it is to be read again
   * @throws io.deltaingest.domain.error.ConfigurationException as {@link #read}
   * @throws io.deltaingest.domain.error.TransientException when storage does not answer
   */
  Optional<TableSnapshot> grow(TableSnapshot table, StructType wanted);
}
