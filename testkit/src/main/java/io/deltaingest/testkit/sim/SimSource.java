package io.deltaingest.testkit.sim;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import io.deltaingest.testkit.fake.FakeMessageSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A member of the group whose calls may fail, be its worker's last, or let others move meanwhile;
 * it notes how far its worker was brought.
 */
final class SimSource implements MessageSource {

  private final SimWorld world;
  private final SimWorker worker;
  private final FakeMessageSource member;

  SimSource(SimWorld world, SimWorker worker, FakeMessageSource member) {
    this.world = world;
    this.worker = worker;
    this.member = member;
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
    return member.describeTopic();
  }

  @Override
  public void subscribe(AssignmentListener listener) {
    worker.at("subscribe");
    member.subscribe(
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
    MessageBatch batch = member.poll(timeout);
    worker.at("polled");
    world.trace().say(() -> worker.name() + " gets " + batch.count() + " " + batch.nextPositions());
    worker.delivered(batch.nextPositions());
    return batch;
  }

  @Override
  public void seek(int partition, long offset) {
    world.trace().say(() -> worker.name() + " seeks " + partition + "@" + offset);
    member.seek(partition, offset);
  }

  @Override
  public void pause(Collection<Integer> partitions) {
    member.pause(partitions);
  }

  @Override
  public void resume(Collection<Integer> partitions) {
    member.resume(partitions);
  }

  @Override
  public Map<Integer, Long> beginningOffsets(Collection<Integer> partitions) {
    call("beginnings");
    return member.beginningOffsets(partitions);
  }

  @Override
  public Map<Integer, Long> endOffsets(Collection<Integer> partitions) {
    call("ends");
    Map<Integer, Long> ends = member.endOffsets(partitions);
    worker.sawEnds(ends);
    return ends;
  }

  @Override
  public OptionalLong knownEndOffset(int partition) {
    return member.knownEndOffset(partition);
  }

  @Override
  public void reportProgress(Map<Integer, Long> nextOffsets) {
    member.reportProgress(nextOffsets);
  }

  @Override
  public Duration rebalanceTimeout() {
    return world.settings().rebalanceTimeout();
  }

  @Override
  public void wakeup() {
    member.wakeup();
  }

  @Override
  public void close(Duration timeout) {
    worker.at("close");
    member.close(timeout);
  }
}
