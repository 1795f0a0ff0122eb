package io.deltaingest.domain.port;

import io.deltaingest.domain.model.TableSchema;

/**
 * Makes the transformer of a stream's dead letters for the dead-letter table's schema; again
 * whenever that schema changes.
 *
 * <p>Transforms that do not parse are refused when the factory is made. Thread-safe.
 */
public interface DeadLetterTransformerFactory {

  /**
   * @throws io.deltaingest.domain.error.ConfigurationException when the record can't serve that
   *     schema
   */
  DeadLetterTransformer create(TableSchema schema);
}
