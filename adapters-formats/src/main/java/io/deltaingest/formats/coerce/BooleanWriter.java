package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.BooleanVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/** Takes true and false, and exactly these words as text; no numbers, no other words. */
final class BooleanWriter extends ColumnWriter {

  private static final PropertyName TRUE = new PropertyName("true");
  private static final PropertyName FALSE = new PropertyName("false");

  BooleanWriter(Refusal refusal) {
    super(PrimitiveType.BOOLEAN, refusal);
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    BooleanVector vector = (BooleanVector) into;
    switch (tape.kind(node)) {
      case ValueTape.TRUE -> vector.append(true);
      case ValueTape.FALSE -> vector.append(false);
      case ValueTape.STRING -> {
        if (tape.textEquals(node, TRUE)) {
          vector.append(true);
        } else if (tape.textEquals(node, FALSE)) {
          vector.append(false);
        } else {
          return refuse(Misfit.MALFORMED, node, "the text is neither true nor false");
        }
      }
      default -> {
        return refuse(Misfit.WRONG_TYPE, node, "it is neither true nor false");
      }
    }
    return true;
  }
}
