package io.deltaingest.domain.port;

import java.util.Set;

/**
 * Told of partitions that come and go, inside {@link MessageSource#poll}, on the polling thread.
 * None of the methods may throw; each may call the source.
 */
public interface AssignmentListener {

  /**
   * New partitions, in addition to those held. They are paused until the listener has sought them.
   */
  void onAssigned(Set<Integer> partitions);

  /**
   * Partitions about to move away; they move when this returns. The listener has the time that
   * {@link MessageSource#rebalanceTimeout()} names to bring what it holds of them to the table.
   */
  void onRevoked(Set<Integer> partitions);

  /** Partitions that have moved already: the member was thrown out of the group. */
  void onLost(Set<Integer> partitions);
}
