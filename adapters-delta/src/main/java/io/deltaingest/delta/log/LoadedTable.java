package io.deltaingest.delta.log;

import io.deltaingest.domain.model.Txn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table as a library reads it.
 *
 * @param txns the newest of each application id
 * @param clustering the columns that it is clustered by, by their stored paths
 * @param rowIdHighWaterMark the highest row id given, where rows are tracked
 * @param checkpointVersion the checkpoint that it was read from, if any
 * @param objection why the library itself would not write to it, if so: a clause for a message
 */
public record LoadedTable(
    long version,
    TableProtocol protocol,
    TableMetadata metadata,
    Map<String, Txn> txns,
    List<List<String>> clustering,
    OptionalLong rowIdHighWaterMark,
    OptionalLong checkpointVersion,
    Optional<String> objection) {

  public LoadedTable {
    txns = Map.copyOf(txns);
    clustering = List.copyOf(clustering);
  }
}
