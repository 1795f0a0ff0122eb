package io.deltaingest.testkit.fake;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A batch whose message is rewritten whenever the cursor moves: bytes that were not copied are
 * overwritten, and a batch that outlived its poll refuses to be read.
 */
final class FakeMessageBatch implements MessageBatch {

  /** A message of the batch. */
  record Located(int partition, long offset, FakeRecord record) {}

  private static final byte GARBAGE = '#';

  private final List<Located> messages;
  private final Map<Integer, Long> nextPositions;
  private final Flyweight message;
  private int cursor = -1;
  private boolean expired;

  FakeMessageBatch(String topic, List<Located> messages, Map<Integer, Long> nextPositions) {
    this.messages = messages;
    this.nextPositions = nextPositions;
    this.message = new Flyweight(topic);
  }

  void expire() {
    message.wipe();
    expired = true;
  }

  @Override
  public int count() {
    return messages.size();
  }

  @Override
  public boolean next() {
    requireValid();
    message.wipe();
    cursor++;
    if (cursor >= messages.size()) {
      return false;
    }
    message.aim(messages.get(cursor));
    return true;
  }

  @Override
  public Message message() {
    requireValid();
    return message;
  }

  @Override
  public Map<Integer, Long> nextPositions() {
    requireValid();
    return nextPositions;
  }

  private void requireValid() {
    if (expired) {
      throw new IllegalStateException("a batch is valid until the next poll of its source");
    }
  }

  private static final class Flyweight implements Message {
    private final String topic;
    private final ByteSlice key = new ByteSlice();
    private final ByteSlice value = new ByteSlice();
    private Located current;

    private Flyweight(String topic) {
      this.topic = topic;
    }

    private void aim(Located message) {
      current = message;
      aim(key, message.record().key());
      aim(value, message.record().value());
    }

    /** Into the middle of a larger array, since readers must heed offset and length. */
    private static void aim(ByteSlice slice, byte[] bytes) {
      if (bytes != null) {
        byte[] padded = new byte[bytes.length + 5];
        Arrays.fill(padded, GARBAGE);
        System.arraycopy(bytes, 0, padded, 3, bytes.length);
        slice.aim(padded, 3, bytes.length);
      }
    }

    private void wipe() {
      Arrays.fill(key.array(), GARBAGE);
      Arrays.fill(value.array(), GARBAGE);
      current = null;
    }

    private Located current() {
      if (current == null) {
        throw new IllegalStateException("the cursor is on no message");
      }
      return current;
    }

    @Override
    public String topic() {
      return topic;
    }

    @Override
    public int partition() {
      return current().partition();
    }

    @Override
    public long offset() {
      return current().offset();
    }

    @Override
    public long timestampMillis() {
      return current().record().timestampMillis();
    }

    @Override
    public int timestampType() {
      return timestampMillis() == NO_TIMESTAMP ? -1 : 0;
    }

    @Override
    public ByteSlice key() {
      return current().record().key() == null ? null : key;
    }

    @Override
    public ByteSlice value() {
      return current().record().value() == null ? null : value;
    }

    @Override
    public List<Header> headers() {
      return current().record().headers();
    }
  }
}
