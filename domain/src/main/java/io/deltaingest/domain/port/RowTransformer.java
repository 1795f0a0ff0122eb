package io.deltaingest.domain.port;

import io.deltaingest.domain.row.RowBatch;
import java.util.Map;

/**
 * Turns messages into rows of one table schema: decodes, applies the transforms, coerces.
 *
 * <p>Single-threaded, stateful only for counting and reuse of buffers; the same message always
 * gives the same rows. Keeps no reference to message or batch after a call.
 */
public interface RowTransformer {

  /**
   * Appends the rows of {@code message} to {@code into}: all of them, or none and the reason. A
   * message may give no row and no rejection (filtered). A message without a value comes here only
   * where the stream keeps tombstones; its row is what the transforms set.
   *
   * @return null when the message was accepted
   */
  Rejection transform(Message message, RowBatch into);

  /** Records of accepted messages that the filter left out, since this transformer was made. */
  long filtered();

  /**
   * How often a property was dropped because the table has no such column, by path, since this
   * transformer was made. The number of paths is bounded; what is beyond is under {@code "…"}.
   * Allocates.
   */
  Map<String, Long> droppedProperties();
}
