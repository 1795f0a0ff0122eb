package io.deltaingest.kafka;

import io.deltaingest.domain.port.AssignmentListener;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands the consumer's rebalance callbacks on to the domain's listener. They run inside of a poll
 * (or of closing), on its thread, and a partition moves when the callback has returned.
 *
 * <p>What the listener throws would come out of the consumer's poll wrapped, after the consumer had
 * gone on with its other callbacks; it is kept here instead, for the source to throw as it is.
 */
final class AssignmentRelay implements ConsumerRebalanceListener {

  private final AssignmentListener listener;
  private final Consumer<Collection<TopicPartition>> arrival;
  private final Runnable arrived;
  private final Consumer<Set<Integer>> departure;
  private Throwable failure;

  /**
   * @param arrival run for new partitions before the listener is told
   * @param arrived run after the listener was told of new partitions
   * @param departure run for revoked partitions after the listener was told, and for lost ones
   *     before
   */
  AssignmentRelay(
      AssignmentListener listener,
      Consumer<Collection<TopicPartition>> arrival,
      Runnable arrived,
      Consumer<Set<Integer>> departure) {
    this.listener = listener;
    this.arrival = arrival;
    this.arrived = arrived;
    this.departure = departure;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    arrival.accept(partitions);
    Set<Integer> numbers = numbers(partitions);
    guarded(() -> listener.onAssigned(numbers));
    arrived.run();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    Set<Integer> numbers = numbers(partitions);
    guarded(() -> listener.onRevoked(numbers));
    departure.accept(numbers);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    Set<Integer> numbers = numbers(partitions);
    departure.accept(numbers);
    guarded(() -> listener.onLost(numbers));
  }

  /** Throws what the listener threw, once. */
  void rethrow() {
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      if (failure == null) {
        failure = e;
      } else {
        failure.addSuppressed(e);
      }
    }
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    Set<Integer> numbers = new TreeSet<>();
    for (TopicPartition partition : partitions) {
      numbers.add(partition.partition());
    }
    return numbers;
  }
}
