package io.deltaingest.benchmarks;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import java.util.List;

/** Values in memory as messages of one partition, round and round. */
final class GeneratedMessage implements Message {

  private final byte[][] values;
  private final ByteSlice value = new ByteSlice();
  private int index = -1;
  private long offset;

  GeneratedMessage(byte[][] values) {
    this(values, 0);
  }

  /**
   * @param firstOffset of the first message
   */
  GeneratedMessage(byte[][] values, long firstOffset) {
    this.values = values;
    this.offset = firstOffset - 1;
  }

  /** Moves to the next one. */
  void next() {
    index = index + 1 == values.length ? 0 : index + 1;
    offset++;
    value.aim(values[index], 0, values[index].length);
  }

  @Override
  public String topic() {
    return "web_requests";
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
    return 1_700_000_000_000L + offset;
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
    return value;
  }

  @Override
  public List<Header> headers() {
    return List.of();
  }
}
