package io.deltaingest.domain.port;

import io.deltaingest.domain.model.TableSnapshot;

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
}
