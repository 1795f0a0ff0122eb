package io.deltaingest.domain.model;

/**
 * The newest {@code txn} action of one application id (Delta protocol, "Transaction Identifiers").
 *
 * @param version the application's own version: for a Kafka partition, the last offset done
 * @param lastUpdatedMillis when it was written, in ms since the epoch, or {@link #NO_TIME}
 */
public record Txn(long version, long lastUpdatedMillis) {
  /** The action carried no time. */
  public static final long NO_TIME = -1;
}
