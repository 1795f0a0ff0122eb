package io.deltaingest.formats;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A message put together by hand. */
public final class TestMessage implements Message {

  private final ByteSlice value = new ByteSlice();
  private boolean tombstone;
  private String topic = "web_requests";
  private int partition = 3;
  private long offset = 1234;
  private long timestampMillis = 1_616_598_377_321L;
  private int timestampType;
  private ByteSlice key;
  private List<Header> headers = List.of();

  public static TestMessage of(String json) {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  /** With other bytes before and after, as in a record batch. */
  public static TestMessage of(byte[] bytes) {
    byte[] padded = new byte[bytes.length + 20];
    Arrays.fill(padded, (byte) '"');
    System.arraycopy(bytes, 0, padded, 7, bytes.length);
    TestMessage message = new TestMessage();
    message.value.aim(padded, 7, bytes.length);
    return message;
  }

  /** A message without a value. */
  public static TestMessage tombstone() {
    TestMessage message = new TestMessage();
    message.tombstone = true;
    return message;
  }

  public TestMessage aim(byte[] array, int start, int length) {
    value.aim(array, start, length);
    return this;
  }

  public TestMessage withTopic(String newTopic) {
    topic = newTopic;
    return this;
  }

  public TestMessage withPartition(int newPartition) {
    partition = newPartition;
    return this;
  }

  public TestMessage withOffset(long newOffset) {
    offset = newOffset;
    return this;
  }

  public TestMessage withTimestamp(long millis, int type) {
    timestampMillis = millis;
    timestampType = type;
    return this;
  }

  public TestMessage withKey(byte[] bytes) {
    key = ByteSlice.of(bytes);
    return this;
  }

  public TestMessage withHeaders(Header... newHeaders) {
    headers = List.of(newHeaders);
    return this;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long timestampMillis() {
    return timestampMillis;
  }

  @Override
  public int timestampType() {
    return timestampType;
  }

  @Override
  public ByteSlice key() {
    return key;
  }

  @Override
  public ByteSlice value() {
    return tombstone ? null : value;
  }

  @Override
  public List<Header> headers() {
    return headers;
  }
}
