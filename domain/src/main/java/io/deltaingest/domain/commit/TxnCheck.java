package io.deltaingest.domain.commit;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A compare on one transaction identifier of the table, without a swap.
 *
 * @param appId the {@code txn} action's {@code appId}
 * @param expected the version that must be stored for the commit to be valid; empty: none
 */
public record TxnCheck(String appId, OptionalLong expected) {
  public TxnCheck {
    Objects.requireNonNull(appId, "appId");
    Objects.requireNonNull(expected, "expected");
  }
}
