package io.deltaingest.domain.commit;

import java.util.List;
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
}
