package io.deltaingest.domain.port;

import java.util.List;

/**
 * The message under the cursor of a {@link MessageBatch}. A flyweight: valid until the cursor
 * moves.
 */
public interface Message {

  /** {@link #timestampMillis()} of a record without one. */
  long NO_TIMESTAMP = -1;

  String topic();

  int partition();

  long offset();

  /** Milliseconds since the epoch, or {@link #NO_TIMESTAMP}. */
  long timestampMillis();

  /** Kafka's number of the timestamp's type: -1 none, 0 create time, 1 log append time. */
  int timestampType();

  /** The key, or null where the record has none. Flyweight. */
  ByteSlice key();

  /** The value, or null for a tombstone. Flyweight. */
  ByteSlice value();

  /** The headers in the record's order. Allocates; only for those who need them. */
  List<Header> headers();

  /**
   * A record header.
   *
   * @param value may be null; the array is the caller's to read, not to change
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Header(String key, byte[] value) {}
}
