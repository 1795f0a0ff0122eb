package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.FloatVector;
import io.deltaingest.formats.value.DecimalText;
import io.deltaingest.formats.value.ValueTape;

/** Float columns: the nearest float, unless that is infinite, or zero for a number that is not. */
final class FloatWriter extends ColumnWriter {

  private final DecimalText decimal;
  private final LogicalValues logical;

  FloatWriter(Refusal refusal, DecimalText decimal, LogicalValues logical) {
    super(PrimitiveType.FLOAT, refusal);
    this.decimal = decimal;
    this.logical = logical;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    FloatVector vector = (FloatVector) into;
    switch (tape.kind(node)) {
      case ValueTape.INTEGER -> {
        vector.append((float) tape.integer(node));
        return true;
      }
      case ValueTape.DOUBLE, ValueTape.FLOAT -> {
        return writeDouble(tape, node, vector);
      }
      case ValueTape.NUMBER -> {
        return writeText(tape, node, vector);
      }
      case ValueTape.STRING -> {
        if (FloatingText.isSpecial(tape, node)) {
          vector.append(FloatingText.special(tape, node));
          return true;
        }
        return writeText(tape, node, vector);
      }
      case ValueTape.BYTES -> {
        int number = logical.asNumber(tape, node);
        return number == node
            ? refuse(Misfit.WRONG_TYPE, node, FloatingText.NO_NUMBER)
            : writeText(tape, number, vector);
      }
      default -> {
        return refuse(Misfit.WRONG_TYPE, node, FloatingText.NO_NUMBER);
      }
    }
  }

  private boolean writeDouble(ValueTape tape, int node, FloatVector vector) {
    double exact = tape.floating(node);
    float value = (float) exact;
    if (Float.isInfinite(value) && !Double.isInfinite(exact)) {
      return refuse(Misfit.OUT_OF_RANGE, node, FloatingText.TOO_LARGE);
    }
    if (value == 0 && exact != 0) {
      return refuse(Misfit.OUT_OF_RANGE, node, FloatingText.TOO_SMALL);
    }
    vector.append(value);
    return true;
  }

  private boolean writeText(ValueTape tape, int node, FloatVector vector) {
    if (!decimal.read(tape.textArray(node), tape.textStart(node), tape.textLength(node))) {
      return refuse(Misfit.MALFORMED, node, FloatingText.NO_NUMBER_TEXT);
    }
    float value = decimal.toFloatIfSimple();
    if (Float.isNaN(value)) {
      value = Float.parseFloat(FloatingText.text(tape, node));
    }
    if (Float.isInfinite(value)) {
      return refuse(Misfit.OUT_OF_RANGE, node, FloatingText.TOO_LARGE);
    }
    if (value == 0 && !decimal.isZero()) {
      return refuse(Misfit.OUT_OF_RANGE, node, FloatingText.TOO_SMALL);
    }
    vector.append(value);
    return true;
  }
}
