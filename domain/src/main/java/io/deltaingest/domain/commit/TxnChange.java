package io.deltaingest.domain.commit;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A compare-and-swap on one transaction identifier of the table.
 *
 * @param appId the {@code txn} action's {@code appId}
 * @param expected the version that must be stored for the commit to be valid; empty: none
 * @param version the version to store
 */
public record TxnChange(String appId, OptionalLong expected, long version) {
  public TxnChange {
    Objects.requireNonNull(appId, "appId");
    Objects.requireNonNull(expected, "expected");
  }
}
