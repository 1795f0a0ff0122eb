package io.deltaingest.domain.commit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one batch's commit does to the transaction identifiers of its table.
 *
 * @param changes compare and swap
 * @param checks compare only: the commit is not valid when one of them does not hold
 * @param mode {@code outputMode} of the commit's operation parameters
 * @param recorder put into the tags of the batch's files ({@link #RECORDER_TAG}), so that they can
 *     be told from other streams' in a table that several share; empty: no tag
 */
public record TxnUpdate(
    List<TxnChange> changes, List<TxnCheck> checks, OutputMode mode, Optional<String> recorder) {

  /** Key in {@code add.tags} of a file that has a recorder. */
  public static final String RECORDER_TAG = "kafka-delta-ingest.recorder";

  public TxnUpdate {
    changes = List.copyOf(changes);
    checks = List.copyOf(checks);
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(recorder, "recorder");
  }

  /** An append that moves those identifiers. */
  public static TxnUpdate append(List<TxnChange> changes) {
    return new TxnUpdate(changes, List.of(), OutputMode.APPEND, Optional.empty());
  }

  /** The way in which offsets moved. */
  public enum OutputMode {
    /** By messages that were done. */
    APPEND,
    /** By a person's word: a seek. */
    COMPLETE
  }
}
