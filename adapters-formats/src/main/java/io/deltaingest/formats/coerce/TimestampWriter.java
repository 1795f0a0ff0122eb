package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.formats.value.ValueTape;

/**
 * Timestamp columns (an instant: text is shifted by its zone, UTC where it has none) and
 * timestamp_ntz columns (a clock time: text is taken as written).
 */
final class TimestampWriter extends ColumnWriter {

  private final WholeNumber number;
  private final DateTimeText dateTime;
  private final boolean instant;

  TimestampWriter(PrimitiveType type, Refusal refusal, WholeNumber number, DateTimeText dateTime) {
    super(type, refusal);
    this.number = number;
    this.dateTime = dateTime;
    this.instant = type == PrimitiveType.TIMESTAMP;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    LongVector vector = (LongVector) into;
    if (tape.kind(node) != ValueTape.STRING) {
      if (!number.readNumber(tape, node, type(), Long.MIN_VALUE, Long.MAX_VALUE)) {
        return false;
      }
      vector.append(number.value());
      return true;
    }
    if (!dateTime.readDateTime(tape.textArray(node), tape.textStart(node), tape.textLength(node))) {
      return refuse(
          Misfit.MALFORMED, node, "the text is no timestamp like 2021-03-24T15:06:17.321710Z");
    }
    vector.append(instant ? dateTime.instantMicros() : dateTime.clockMicros());
    return true;
  }
}
