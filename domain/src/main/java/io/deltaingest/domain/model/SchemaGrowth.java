package io.deltaingest.domain.model;

import java.util.Map;
import java.util.Objects;

/**
 * A change of a table's schema that is to be committed together with the first rows that need it:
 * columns added, types widened, nothing dropped. Immutable; made by the table's log.
 *
 * @param fromRules the {@link TableSnapshot#rules()} of the version that it changes
 * @param toRules those of the version with the change
 * @param schema the schema with the change
 * @param properties the table properties with the change
 * @param metadata what the commit writes; opaque to all but the log that made it
 */
public record SchemaGrowth(
    String fromRules,
    String toRules,
    TableSchema schema,
    Map<String, String> properties,
    String metadata) {

  public SchemaGrowth {
    Objects.requireNonNull(fromRules, "fromRules");
    Objects.requireNonNull(toRules, "toRules");
    Objects.requireNonNull(schema, "schema");
    properties = Map.copyOf(properties);
    Objects.requireNonNull(metadata, "metadata");
  }
}
