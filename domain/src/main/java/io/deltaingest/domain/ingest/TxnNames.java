package io.deltaingest.domain.ingest;

/**
 * Names of the transaction identifiers that a stream keeps in its table.
 *
 * <p>{@code <app id>-<partition>} is the reference's; the others are ours, and the reference, which
 * looks up exact names, does not see them.
 */
record TxnNames(String appId) {

  /** Holds the last offset done in that partition. */
  String partition(int partition) {
    return appId + "-" + partition;
  }

  /** Counts who began to record dead letters of that partition. Only where there are any. */
  String fence(int partition) {
    return appId + "-" + partition + "-fence";
  }

  /** Holds the seek offset of that partition that was taken last. Only where there was one. */
  String seek(int partition) {
    return appId + "-" + partition + "-seek";
  }

  /** Holds 63 bits of the topic's id: whose offsets these are. */
  String topic() {
    return appId + "-topic";
  }

  /**
   * Holds the number of partitions, from 0, that were given a stored offset: one of these without a
   * stored offset has lost it, one beyond is new.
   */
  String partitions() {
    return appId + "-partitions";
  }
}
