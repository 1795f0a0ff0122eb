package io.deltaingest.domain.commit;

import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A batch that takes no more rows. Its files may still be on their way to storage.
 *
 * @param id unique; in the {@code commitInfo.txnId} of the version that it lands in
 * @param update what its commit does to the transaction identifiers
 * @param rows rows in its files
 */
public record SealedBatch(String id, TxnUpdate update, long rows) {
  public SealedBatch {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(update, "update");
  }

  /** The identifiers that its commit moves. */
  public List<TxnChange> txns() {
    return update.changes();
  }

  /** That table with what its commit brought. */
  public TableSnapshot landed(TableSnapshot table, CommitReport report, long millis) {
    return table.advancedTo(Math.max(table.version(), report.version()), txnsAt(millis));
  }

  /** Those identifiers as they are in the table from its commit on. */
  public Map<String, Txn> txnsAt(long millis) {
    Map<String, Txn> txns = new HashMap<>();
    txns().forEach(change -> txns.put(change.appId(), new Txn(change.version(), millis)));
    return txns;
  }
}
