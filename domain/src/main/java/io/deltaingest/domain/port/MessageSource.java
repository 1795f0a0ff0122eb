package io.deltaingest.domain.port;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One member of a consumer group on one topic. The group only shares out partitions: where to read
 * is always said by {@link #seek}, and the group's own offsets are never read.
 *
 * <p>Single-threaded but for {@link #wakeup()}. Assignment and revocation are delivered inside
 * {@link #poll} (and {@link #close}), on the caller's thread, before the partition moves. Only
 * messages of committed transactions are delivered.
 *
 * <p>Failures: {@link io.deltaingest.domain.error.TransientException} when the broker is away or
 * slow (retry the same call), {@link io.deltaingest.domain.error.ConfigurationException} when
 * access is refused, the topic does not exist or a setting is wrong, {@link
 * io.deltaingest.domain.error.StreamFailedException} when the position sought is outside of what
 * the broker still has (the message names partition, position and the broker's range).
 */
public interface MessageSource extends AutoCloseable {

  /**
   * The topic. Waits for the broker for as long as the adapter's own request time-out; a broker
   * that can't be reached is a {@code TransientException}.
   */
  TopicDescription describeTopic();

  /** Joins the group at the next poll. Called once. */
  void subscribe(AssignmentListener listener);

  /**
   * Messages of the partitions that are not paused, after at most {@code timeout}; maybe none. Must
   * be called often enough for the group to keep the member, with everything paused if need be. A
   * poll in which partitions came returns without waiting, or the next one does, so that they can
   * be resumed.
   */
  MessageBatch poll(Duration timeout);

  /** The next poll reads that partition from {@code offset}. */
  void seek(int partition, long offset);

  /** Stops delivery of those partitions until resumed. A new assignment starts paused. */
  void pause(Collection<Integer> partitions);

  void resume(Collection<Integer> partitions);

  /** The first offset that the broker still has, for each of those partitions. */
  Map<Integer, Long> beginningOffsets(Collection<Integer> partitions);

  /** The offset after the last readable one (last stable offset), for each of those partitions. */
  Map<Integer, Long> endOffsets(Collection<Integer> partitions);

  /** The end offset as the last fetch saw it; asks nobody. Empty before the first fetch. */
  OptionalLong knownEndOffset(int partition);

  /**
   * Tells the group how far the table is, for tools that show lag. Best effort, does not wait, and
   * is never read back.
   */
  void reportProgress(Map<Integer, Long> nextOffsets);

  /** How long {@code onRevoked} may take before the group throws the member out. */
  Duration rebalanceTimeout();

  /** Makes a poll that waits (or the next one) return at once. Any thread. */
  void wakeup();

  /** Leaves the group; at most {@code timeout}. Idempotent. */
  void close(Duration timeout);

  @Override
  default void close() {
    close(Duration.ofSeconds(5));
  }
}
