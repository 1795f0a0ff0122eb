package io.deltaingest.domain.commit;

import java.util.List;
import java.util.Objects;

/**
 * A batch that takes no more rows. Its files may still be on their way to storage.
 *
 * @param id unique; the {@code commitInfo.txnId} of the version that it lands in
 * @param txns what its commit does to the transaction identifiers
 * @param rows rows in its files
 */
public record SealedBatch(String id, List<TxnChange> txns, long rows) {
  public SealedBatch {
    Objects.requireNonNull(id, "id");
    txns = List.copyOf(txns);
  }
}
