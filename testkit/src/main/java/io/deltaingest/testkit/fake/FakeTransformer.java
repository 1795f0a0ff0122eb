package io.deltaingest.testkit.fake;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.port.RowTransformerFactory;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Makes a row of {@link FakeTable#SCHEMA} of each message. A value that begins with {@code bad} is
 * rejected, one that begins with {@code drop} is filtered. One that begins with {@code away} can't
 * be read for as many times as {@link Factory#away} says. {@code column NAME} wants a column. One
 * without a value is a row like any other.
 */
public final class FakeTransformer implements RowTransformer {

  private static final String COLUMN = "column ";

  /** Makes fake transformers. */
  public static final class Factory implements RowTransformerFactory {
    private int created;
    private int away;

    @Override
    public RowTransformer create(TableSchema schema) {
      created++;
      return new FakeTransformer(schema, this);
    }

    /** Messages that say so can't be read for the next {@code times}. */
    public void away(int times) {
      away = times;
    }

    /** How many were made. */
    public int created() {
      return created;
    }
  }

  private final WantedColumns columns;
  private final Factory factory;
  private long filtered;

  private FakeTransformer(TableSchema schema, Factory factory) {
    columns = new WantedColumns(schema);
    this.factory = factory;
  }

  @Override
  public Rejection transform(Message message, RowBatch into) {
    String value =
        message.value() == null ? "" : new String(message.value().copy(), StandardCharsets.UTF_8);
    if (value.startsWith("bad")) {
      return new Rejection(
          Rejection.Stage.DECODE, "invalid-fake", null, null, value, "The value says bad");
    }
    if (value.startsWith("away") && factory.away > 0) {
      factory.away--;
      throw new TransientException(Problem.of("The registry is away", "a test took it", ""));
    }
    if (value.startsWith(COLUMN) && columns.ask(value.substring(COLUMN.length()))) {
      return null;
    }
    if (value.startsWith("drop")) {
      filtered++;
    } else {
      into.beginRow();
      ((IntVector) into.column(0)).append(message.partition());
      ((LongVector) into.column(1)).append(message.offset());
      into.endRow();
    }
    return null;
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
}
