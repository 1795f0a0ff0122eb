package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.formats.value.LogicalType;
import io.deltaingest.formats.value.ValueTape;

/** Date columns: ISO text, or days since the epoch, or a time at midnight. */
final class DateWriter extends ColumnWriter {

  private final WholeNumber number;
  private final DateTimeText dateTime;
  private final LogicalValues logical;

  DateWriter(Refusal refusal, WholeNumber number, DateTimeText dateTime, LogicalValues logical) {
    super(PrimitiveType.DATE, refusal);
    this.number = number;
    this.dateTime = dateTime;
    this.logical = logical;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    IntVector vector = (IntVector) into;
    LogicalType type = tape.logicalType(node);
    if (type != null && type != LogicalType.DATE && tape.kind(node) == ValueTape.INTEGER) {
      return writeTime(type, tape.integer(node), node, vector);
    }
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

  private boolean writeTime(LogicalType type, long time, int node, IntVector vector) {
    if (!LogicalValues.isTime(type)) {
      return refuse(Misfit.WRONG_TYPE, node, "it is a time of day");
    }
    if (!logical.readTime(type, time) || (int) logical.epochDay() != logical.epochDay()) {
      return refuse(Misfit.OUT_OF_RANGE, node, "a date has no such day");
    }
    if (!logical.isMidnight()) {
      return refuse(Misfit.INEXACT, node, "it has a time of day");
    }
    vector.append((int) logical.epochDay());
    return true;
  }
}
