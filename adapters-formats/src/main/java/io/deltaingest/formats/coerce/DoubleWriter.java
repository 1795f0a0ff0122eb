package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.DoubleVector;
import io.deltaingest.formats.value.DecimalText;
import io.deltaingest.formats.value.ValueTape;

/**
 * Double columns: the nearest double, unless that is infinite, or zero for a number that is not.
 */
final class DoubleWriter extends ColumnWriter {

  private final DecimalText decimal;
  private final LogicalValues logical;

  DoubleWriter(Refusal refusal, DecimalText decimal, LogicalValues logical) {
    super(PrimitiveType.DOUBLE, refusal);
    this.decimal = decimal;
    this.logical = logical;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    DoubleVector vector = (DoubleVector) into;
    switch (tape.kind(node)) {
      case ValueTape.INTEGER -> {
        vector.append((double) tape.integer(node));
        return true;
      }
      case ValueTape.DOUBLE, ValueTape.FLOAT -> {
        vector.append(tape.floating(node));
        return true;
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

  private boolean writeText(ValueTape tape, int node, DoubleVector vector) {
    if (!decimal.read(tape.textArray(node), tape.textStart(node), tape.textLength(node))) {
      return refuse(Misfit.MALFORMED, node, FloatingText.NO_NUMBER_TEXT);
    }
    double value = decimal.toDoubleIfSimple();
    if (Double.isNaN(value)) {
      value = Double.parseDouble(FloatingText.text(tape, node));
    }
    if (Double.isInfinite(value)) {
      return refuse(Misfit.OUT_OF_RANGE, node, FloatingText.TOO_LARGE);
    }
    if (value == 0 && !decimal.isZero()) {
      return refuse(Misfit.OUT_OF_RANGE, node, FloatingText.TOO_SMALL);
    }
    vector.append(value);
    return true;
  }
}
