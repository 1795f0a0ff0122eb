package io.deltaingest.domain.port;

import io.deltaingest.domain.model.TableSchema;

/**
 * Makes the transformer of a stream for a schema; again whenever the schema changes.
 *
 * <p>Transforms that do not parse are refused when the factory is made. Thread-safe.
 */
public interface RowTransformerFactory {

  /**
   * @throws io.deltaingest.domain.error.ConfigurationException when format and transforms can't
   *     serve that schema
   */
  RowTransformer create(TableSchema schema);
}
