package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.port.AssignmentListener;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TopicDescription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** A topic of one partition with some messages, all the same, and no broker. */
final class RehearsalSource implements MessageSource {

  static final int MESSAGES = 100;

  private final String topic;
  private final byte[] value;
  private AssignmentListener listener;
  private boolean assigned;
  private boolean delivers;
  private long position;

  RehearsalSource(String topic, String value) {
    this.topic = topic;
    this.value = value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public TopicDescription describeTopic() {
    return new TopicDescription(topic, OptionalLong.of(1), 1);
  }

  @Override
  public void subscribe(AssignmentListener told) {
    listener = told;
  }

  @Override
  public MessageBatch poll(Duration timeout) {
    if (!assigned) {
      assigned = true;
      listener.onAssigned(Set.of(0));
    }
    return new Rest(delivers ? MESSAGES : position);
  }

  @Override
  public void seek(int partition, long offset) {
    position = offset;
  }

  @Override
  public void pause(Collection<Integer> partitions) {
    delivers &= !partitions.contains(0);
  }

  @Override
  public void resume(Collection<Integer> partitions) {
    delivers |= partitions.contains(0);
  }

  @Override
  public Map<Integer, Long> beginningOffsets(Collection<Integer> partitions) {
    return Map.of(0, 0L);
  }

  @Override
  public Map<Integer, Long> endOffsets(Collection<Integer> partitions) {
    return Map.of(0, (long) MESSAGES);
  }

  @Override
  public OptionalLong knownEndOffset(int partition) {
    return OptionalLong.of(MESSAGES);
  }

  @Override
  public void reportProgress(Map<Integer, Long> nextOffsets) {
    // There is no group to be told.
  }

  @Override
  public Duration rebalanceTimeout() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void wakeup() {
    // No poll waits.
  }

  @Override
  public void close(Duration timeout) {
    if (assigned) {
      listener.onRevoked(Set.of(0));
      assigned = false;
    }
  }

  /** The messages from the position on; its own cursor and message. */
  private final class Rest implements MessageBatch, Message {
    private final ByteSlice slice = new ByteSlice();
    private final int count;
    private long offset = position - 1;

    Rest(long end) {
      count = (int) (end - position);
      position = end;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public boolean next() {
      offset++;
      return offset < position;
    }

    @Override
    public Message message() {
      return this;
    }

    @Override
    public Map<Integer, Long> nextPositions() {
      return count == 0 ? Map.of() : Map.of(0, position);
    }

    @Override
    public String topic() {
      return topic;
    }

    @Override
    public int partition() {
      return 0;
    }

    @Override
    public long offset() {
      return offset;
    }

    @Override
    public long timestampMillis() {
      return 0;
    }

    @Override
    public int timestampType() {
      return 0;
    }

    @Override
    public ByteSlice key() {
      return null;
    }

    @Override
    public ByteSlice value() {
      slice.aim(value, 0, value.length);
      return slice;
    }

    @Override
    public List<Header> headers() {
      return List.of();
    }
  }
}
