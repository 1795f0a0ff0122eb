package io.deltaingest.testkit.sim;

import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import java.util.Map;

/** Does with a message what it says itself, given the transforms of the incarnation. */
final class SimTransformer implements RowTransformer {

  private static final Rejection REJECTION =
      new Rejection(Rejection.Stage.TRANSFORM, "bad", null, null, null, "The message says bad");

  private final int classification;
  private long filtered;

  SimTransformer(int classification) {
    this.classification = classification;
  }

  @Override
  public Rejection transform(Message message, RowBatch into) {
    SimMessage content = SimMessage.decode(message.value());
    return switch (content.verdict(classification)) {
      case ROW -> {
        appendRow(message, content, into);
        yield null;
      }
      case REJECTED -> REJECTION;
      case FILTERED -> {
        filtered++;
        yield null;
      }
    };
  }

  private static void appendRow(Message message, SimMessage content, RowBatch into) {
    into.beginRow();
    ((IntVector) into.column(0)).append(message.partition());
    ((LongVector) into.column(1)).append(message.offset());
    ((LongVector) into.column(2)).append(content.serial());
    into.endRow();
  }

  @Override
  public long filtered() {
    return filtered;
  }

  @Override
  public Map<String, Long> droppedProperties() {
    return Map.of();
  }

  /** Makes rows of rejected messages. */
  static final class DeadLetter implements DeadLetterTransformer {
    @Override
    public Rejection transform(Message message, Rejection cause, RowBatch into) {
      appendRow(message, SimMessage.decode(message.value()), into);
      return null;
    }

    @Override
    public long failedTransforms() {
      return 0;
    }
  }
}
