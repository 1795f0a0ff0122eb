package io.deltaingest.testkit.sim;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.TopicDescription;
import io.deltaingest.testkit.fake.FakeMessageSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * A member of the group whose calls may fail, be its worker's last, or let others move meanwhile;
 * it notes how far its worker was brought.
 */
final class SimSource extends SourceOver {

  private final SimWorld world;
  private final SimWorker worker;

  SimSource(SimWorld world, SimWorker worker, FakeMessageSource member) {
    super(member);
    this.world = world;
    this.worker = worker;
    member.whenIdle(timeout -> world.idlePoll());
  }

  private void call(String what) {
    worker.at(what);
    if (world.faulty(2)) {
      world.trace().say(() -> worker.name() + " " + what + " fails");
      throw new TransientException(Problem.of("The broker is away", what, ""));
    }
  }

  @Override
  public TopicDescription describeTopic() {
    call("describe");
    return source.describeTopic();
  }

  @Override
  public void subscribe(AssignmentListener listener) {
    worker.at("subscribe");
    source.subscribe(
        new AssignmentListener() {
          @Override
          public void onAssigned(Set<Integer> partitions) {
            world.trace().say(() -> worker.name() + " assigned " + partitions);
            worker.at("assigned");
            listener.onAssigned(partitions);
          }

          @Override
          public void onRevoked(Set<Integer> partitions) {
            world.trace().say(() -> worker.name() + " revoked " + partitions);
            worker.at("revoked");
            listener.onRevoked(partitions);
            worker.gaveBack(partitions);
          }

          @Override
          public void onLost(Set<Integer> partitions) {
            world.trace().say(() -> worker.name() + " lost " + partitions);
            worker.at("lost");
            listener.onLost(partitions);
            worker.lost(partitions);
          }
        });
  }

  @Override
  public MessageBatch poll(Duration timeout) {
    call("poll");
    worker.polling();
    MessageBatch batch = source.poll(timeout);
    worker.at("polled");
    world.trace().say(() -> worker.name() + " gets " + batch.count() + " " + batch.nextPositions());
    worker.delivered(batch.nextPositions());
    return batch;
  }

  @Override
  public void seek(int partition, long offset) {
    world.trace().say(() -> worker.name() + " seeks " + partition + "@" + offset);
    source.seek(partition, offset);
  }

  @Override
  public Map<Integer, Long> beginningOffsets(Collection<Integer> partitions) {
    call("beginnings");
    return source.beginningOffsets(partitions);
  }

  @Override
  public Map<Integer, Long> endOffsets(Collection<Integer> partitions) {
    call("ends");
    Map<Integer, Long> ends = source.endOffsets(partitions);
    worker.sawEnds(ends);
    return ends;
  }

  @Override
  public Duration rebalanceTimeout() {
    return world.settings().rebalanceTimeout();
  }

  @Override
  public void close(Duration timeout) {
    worker.at("close");
    source.close(timeout);
  }
}
