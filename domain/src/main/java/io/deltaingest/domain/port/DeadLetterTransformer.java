package io.deltaingest.domain.port;

import io.deltaingest.domain.row.RowBatch;

/**
 * Turns rejected messages into rows of one dead-letter table. Single-threaded; keeps no reference
 * to message or batch after a call.
 */
public interface DeadLetterTransformer {

  /**
   * Appends the one row of a rejected message. A transform that fails leaves its column null and is
   * counted.
   *
   * @param cause why the message is no row of its own table
   * @return null when the row was appended; otherwise why it does not fit the dead-letter table
   *     either
   */
  Rejection transform(Message message, Rejection cause, RowBatch into);

  /** How often a transform failed, and its column stayed null, since this was made. */
  long failedTransforms();
}
