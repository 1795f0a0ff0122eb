package io.deltaingest.domain.port;

import io.deltaingest.domain.model.StructType;
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
   * message may give no row and no rejection (filtered, or {@link #wanted}). A message without a
   * value comes here only where the stream keeps tombstones; its row is what the transforms set.
   *
   * @return null when the message was accepted
   * @throws io.deltaingest.domain.error.TransientException when what is needed to read the message
   *     can't be had at present; nothing was appended, and the same message is to be tried again
   * @throws io.deltaingest.domain.error.ConfigurationException when it never can be had
   */
  Rejection transform(Message message, RowBatch into);

  /** Records of accepted messages that the filter left out, since this transformer was made. */
  long filtered();

  /**
   * The columns that messages had values for and the schema has none, and those that would have to
   * be wider, since this transformer was made or told to do without; null: none. Such a message
   * gave no row and no rejection, and is to be tried again. As long as there are some, messages are
   * looked at for more of them and nothing is counted: they come again, too. Only where the
   * stream's table follows its messages.
   */
  StructType wanted();

  /** Those columns are not to be had: from now on messages do without. */
  void doWithout(StructType columns);

  /**
   * How often a property was dropped because the table has no such column, by path, since this
   * transformer was made. The number of paths is bounded; what is beyond is under {@code "…"}.
   * Allocates.
   */
  Map<String, Long> droppedProperties();
}
