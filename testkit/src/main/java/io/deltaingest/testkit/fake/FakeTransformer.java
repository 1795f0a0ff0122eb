package io.deltaingest.testkit.fake;

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
 * rejected, one that begins with {@code drop} is filtered; one without a value is a row like any
 * other.
 */
public final class FakeTransformer implements RowTransformer {

  /** Makes fake transformers. */
  public static final class Factory implements RowTransformerFactory {
    private int created;

    @Override
    public RowTransformer create(TableSchema schema) {
      created++;
      return new FakeTransformer();
    }

    /** How many were made. */
    public int created() {
      return created;
    }
  }

  private long filtered;

  @Override
  public Rejection transform(Message message, RowBatch into) {
    String value =
        message.value() == null ? "" : new String(message.value().copy(), StandardCharsets.UTF_8);
    if (value.startsWith("bad")) {
      return new Rejection(
          Rejection.Stage.DECODE, "invalid-fake", null, null, value, "The value says bad");
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
  public long filtered() {
    return filtered;
  }

  @Override
  public Map<String, Long> droppedProperties() {
    return Map.of();
  }
}
