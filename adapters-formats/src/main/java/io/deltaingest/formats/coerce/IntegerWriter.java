package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.formats.value.ValueTape;

/** Byte, short and integer columns. */
final class IntegerWriter extends ColumnWriter {

  private final WholeNumber number;
  private final int min;
  private final int max;

  IntegerWriter(PrimitiveType type, Refusal refusal, WholeNumber number, int min, int max) {
    super(type, refusal);
    this.number = number;
    this.min = min;
    this.max = max;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    if (!number.readNumberOrText(tape, node, type(), min, max)) {
      return false;
    }
    ((IntVector) into).append((int) number.value());
    return true;
  }
}
