package io.deltaingest.domain.port;

import java.util.Map;

/**
 * What one poll returned: a cursor over the messages, each partition's in offset order, and how far
 * the poll has come. Valid until the next poll of its source.
 */
public interface MessageBatch {

  /** Messages in the batch. */
  int count();

  /** Moves to the next message; false at the end. */
  boolean next();

  /** The message under the cursor. */
  Message message();

  /**
   * For each partition whose position this poll moved, the offset that will be read next. It counts
   * once all messages of the batch are done: transaction markers, aborted records and compaction
   * gaps lie between the last message and this position, and a partition may move without any
   * message.
   */
  Map<Integer, Long> nextPositions();
}
