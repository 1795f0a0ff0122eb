package io.deltaingest.domain.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One version of a table, as far as an appender needs it: schema, rules and offsets belong together
 * because they were read from the same version. Immutable, safe to share between threads.
 *
 * @param version the Delta version
 * @param tableId {@code metaData.id}: another id at the same place is another table
 * @param schema what rows look like
 * @param rules a fingerprint of everything that rows and commits are shaped by: schema string,
 *     partition columns, protocol and the table properties that an appender obeys. Files written
 *     under one fingerprint may be committed to any version with an equal one
 * @param properties {@code metaData.configuration}
 * @param txns the newest {@code txn} of every application id
 * @param growth a change of the schema that no version has yet: {@code schema}, {@code rules} and
 *     {@code properties} are those with it. The next rows bring it into the table
 */
public record TableSnapshot(
    long version,
    String tableId,
    TableSchema schema,
    String rules,
    Map<String, String> properties,
    Map<String, Txn> txns,
    Optional<SchemaGrowth> growth) {

  /** A version as it is in the table. */
  public TableSnapshot(
      long version,
      String tableId,
      TableSchema schema,
      String rules,
      Map<String, String> properties,
      Map<String, Txn> txns) {
    this(version, tableId, schema, rules, properties, txns, Optional.empty());
  }

  public TableSnapshot {
    Objects.requireNonNull(tableId, "tableId");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(rules, "rules");
    properties = Map.copyOf(properties);
    txns = Map.copyOf(txns);
    Objects.requireNonNull(growth, "growth");
  }

  /** The stored version of that application id, if there is one. */
  public OptionalLong txnVersion(String appId) {
    Txn txn = txns.get(appId);
    return txn == null ? OptionalLong.empty() : OptionalLong.of(txn.version());
  }

  /** This table after an append that changed nothing but the version and some {@code txn}s. */
  public TableSnapshot advancedTo(long newVersion, Map<String, Txn> changedTxns) {
    Map<String, Txn> merged = new HashMap<>(txns);
    merged.putAll(changedTxns);
    return new TableSnapshot(newVersion, tableId, schema, rules, properties, merged, growth);
  }

  /** This version with a change of the schema that is still to be committed. */
  public TableSnapshot growingBy(SchemaGrowth change) {
    return new TableSnapshot(
        version,
        tableId,
        change.schema(),
        change.toRules(),
        change.properties(),
        txns,
        Optional.of(change));
  }

  /** This version with that change of the schema, if there is one, in the table. */
  public TableSnapshot with(Optional<SchemaGrowth> committed) {
    return committed.map(change -> growingBy(change).grown()).orElse(this);
  }

  /** This version once its change of the schema, if it has one, is in the table. */
  public TableSnapshot grown() {
    return new TableSnapshot(version, tableId, schema, rules, properties, txns);
  }
}
