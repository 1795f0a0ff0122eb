package io.deltaingest.testkit.sim;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.testkit.fake.WantedColumns;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Does with a message what it says itself, given the transforms of the incarnation. */
final class SimTransformer implements RowTransformer {

  private static final Rejection REJECTION =
      new Rejection(Rejection.Stage.TRANSFORM, "bad", null, null, null, "The message says bad");

  private final WantedColumns columns;
  private final boolean evolves;
  private final int classification;
  private final BooleanSupplier registryAway;
  private final Runnable onHalt;
  private long filtered;

  /**
   * @param evolves whether columns are asked for
   * @param registryAway whether what is needed to read a message can't be had just now
   * @param onHalt called when a message has to come again
   */
  SimTransformer(
      TableSchema schema,
      boolean evolves,
      int classification,
      BooleanSupplier registryAway,
      Runnable onHalt) {
    columns = new WantedColumns(schema);
    this.evolves = evolves;
    this.classification = classification;
    this.registryAway = registryAway;
    this.onHalt = onHalt;
  }

  @Override
  public Rejection transform(Message message, RowBatch into) {
    if (registryAway.getAsBoolean()) {
      onHalt.run();
      throw new TransientException(Problem.of("The registry is away", "", ""));
    }
    SimMessage content = SimMessage.decode(message.value());
    return switch (content.verdict(classification)) {
      case ROW -> {
        if (!wants(content.column())) {
          appendRow(message, content, into);
        }
        yield null;
      }
      case REJECTED -> REJECTION;
      case FILTERED -> {
        filtered++;
        yield null;
      }
    };
  }

  private boolean wants(String column) {
    boolean asked = evolves && column != null && columns.ask(column);
    if (asked) {
      onHalt.run();
    }
    return asked;
  }

  private static void appendRow(Message message, SimMessage content, RowBatch into) {
    into.beginRow();
    ((IntVector) into.column(0)).append(message.partition());
    ((LongVector) into.column(1)).append(message.offset());
    ((LongVector) into.column(2)).append(content.serial());
    int column = content.column() == null ? -1 : into.schema().root().indexOf(content.column());
    if (column >= 0) {
      ((LongVector) into.column(column)).append(content.serial());
    }
    into.endRow();
  }

  @Override
  public StructType wanted() {
    return columns.wanted();
  }

  @Override
  public void doWithout(StructType refused) {
    columns.doWithout(refused);
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
