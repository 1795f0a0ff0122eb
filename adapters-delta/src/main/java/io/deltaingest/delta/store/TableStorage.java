package io.deltaingest.delta.store;

import io.deltaingest.domain.error.IngestException;
import java.io.IOException;

/**
 * The storage of one table. Thread-safe; holds no resource that must be closed.
 *
 * <p>Another kind of storage is another implementation of this interface; nothing else in the
 * module knows what is behind it.
 */
public interface TableStorage {

  /** The place as a person knows it, for messages. Holds no secret. */
  String location();

  /** Equal for two ways of naming the same place: what is shared for a table is shared by this. */
  String key();

  LogStorage log();

  DataStorage data();

  /**
   * Whether this process may write there, as far as that can be seen without writing.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException when it may not
   */
  void checkWritable();

  /**
   * Names a storage failure by what the caller may do.
   *
   * @param doing what was tried, as in "Writing the data file x failed"
   * @return a {@link io.deltaingest.domain.error.ConfigurationException} when only a person can
   *     help, else a {@link io.deltaingest.domain.error.TransientException}
   */
  IngestException explain(String doing, IOException failure);
}
