package io.deltaingest.testkit.sim;

import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;

/** A source that does as the one under it. */
class SourceOver implements MessageSource {

  final MessageSource source;

  SourceOver(MessageSource source) {
    this.source = source;
  }

  @Override
  public TopicDescription describeTopic() {
    return source.describeTopic();
  }

  @Override
  public void subscribe(AssignmentListener listener) {
    source.subscribe(listener);
  }

  @Override
  public MessageBatch poll(Duration timeout) {
    return source.poll(timeout);
  }

  @Override
  public void seek(int partition, long offset) {
    source.seek(partition, offset);
  }

  @Override
  public void pause(Collection<Integer> partitions) {
    source.pause(partitions);
  }

  @Override
  public void resume(Collection<Integer> partitions) {
    source.resume(partitions);
  }

  @Override
  public Map<Integer, Long> beginningOffsets(Collection<Integer> partitions) {
    return source.beginningOffsets(partitions);
  }

  @Override
  public Map<Integer, Long> endOffsets(Collection<Integer> partitions) {
    return source.endOffsets(partitions);
  }

  @Override
  public OptionalLong knownEndOffset(int partition) {
    return source.knownEndOffset(partition);
  }

  @Override
  public void reportProgress(Map<Integer, Long> nextOffsets) {
    source.reportProgress(nextOffsets);
  }

  @Override
  public Duration rebalanceTimeout() {
    return source.rebalanceTimeout();
  }

  @Override
  public void wakeup() {
    source.wakeup();
  }

  @Override
  public void close(Duration timeout) {
    source.close(timeout);
  }
}
