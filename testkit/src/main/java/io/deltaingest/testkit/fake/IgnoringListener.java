package io.deltaingest.testkit.fake;

import io.deltaingest.domain.port.AssignmentListener;
import java.util.Set;

/** Seeks nothing. */
public final class IgnoringListener implements AssignmentListener {

  @Override
  public void onAssigned(Set<Integer> partitions) {}

  @Override
  public void onRevoked(Set<Integer> partitions) {}

  @Override
  public void onLost(Set<Integer> partitions) {}
}
