package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.formats.value.LogicalType;
import io.deltaingest.formats.value.ValueTape;

/**
 * Timestamp columns (an instant: text is shifted by its zone, UTC where it has none) and
 * timestamp_ntz columns (a clock time: text is taken as written).
 */
final class TimestampWriter extends ColumnWriter {

  private final WholeNumber number;
  private final DateTimeText dateTime;
  private final LogicalValues logical;
  private final boolean instant;

  TimestampWriter(
      PrimitiveType type,
      Refusal refusal,
      WholeNumber number,
      DateTimeText dateTime,
      LogicalValues logical) {
    super(type, refusal);
    this.number = number;
    this.dateTime = dateTime;
    this.logical = logical;
    this.instant = type == PrimitiveType.TIMESTAMP;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    LongVector vector = (LongVector) into;
    LogicalType type = tape.logicalType(node);
    if (type != null && tape.kind(node) == ValueTape.INTEGER) {
      return writeTime(type, tape.integer(node), node, vector);
    }
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

  private boolean writeTime(LogicalType type, long time, int node, LongVector vector) {
    if (!LogicalValues.isTime(type)) {
      return refuse(Misfit.WRONG_TYPE, node, "it is a time of day");
    }
    if (!logical.readTime(type, time)) {
      return refuse(Misfit.OUT_OF_RANGE, node, "it is more microseconds than there can be");
    }
    vector.append(logical.micros());
    return true;
  }
}
