package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.formats.value.ValueTape;

/** Date columns: ISO text, or days since the epoch. */
final class DateWriter extends ColumnWriter {

  private final WholeNumber number;
  private final DateTimeText dateTime;

  DateWriter(Refusal refusal, WholeNumber number, DateTimeText dateTime) {
    super(PrimitiveType.DATE, refusal);
    this.number = number;
    this.dateTime = dateTime;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    IntVector vector = (IntVector) into;
    if (tape.kind(node) != ValueTape.STRING) {
      if (!number.readNumber(tape, node, type(), Integer.MIN_VALUE, Integer.MAX_VALUE)) {
        return false;
      }
      vector.append((int) number.value());
      return true;
    }
    if (!dateTime.readDate(tape.textArray(node), tape.textStart(node), tape.textLength(node))) {
      return refuse(Misfit.MALFORMED, node, "the text is no date like 2021-03-24");
    }
    if (!dateTime.isMidnight()) {
      return refuse(Misfit.INEXACT, node, "it has a time of day");
    }
    vector.append((int) dateTime.epochDay());
    return true;
  }
}
