package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.formats.value.ValueTape;

/** Long columns. */
final class LongWriter extends ColumnWriter {

  private final WholeNumber number;

  LongWriter(Refusal refusal, WholeNumber number) {
    super(PrimitiveType.LONG, refusal);
    this.number = number;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    if (!number.readNumberOrText(tape, node, type(), Long.MIN_VALUE, Long.MAX_VALUE)) {
      return false;
    }
    ((LongVector) into).append(number.value());
    return true;
  }
}
