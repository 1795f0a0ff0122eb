package io.deltaingest.testkit.fake;

import io.deltaingest.domain.port.Message;
import java.util.List;

/**
 * What a message is made of.
 *
 * @param key may be null
 * @param value null for a tombstone
 * @param timestampMillis milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent")
public record FakeRecord(
    byte[] key, byte[] value, long timestampMillis, List<Message.Header> headers) {

  /** A record of a value alone, at time 0. */
  public static FakeRecord of(byte[] value) {
    return new FakeRecord(null, value, 0, List.of());
  }
}
