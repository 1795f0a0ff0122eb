package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.formats.value.DecimalText;
import io.deltaingest.formats.value.ValueTape;

/** Reads numbers without a fraction, from numbers and from text. */
final class WholeNumber {

  private final DecimalText decimal;
  private final Refusal refusal;
  private final LogicalValues logical;
  private long value;

  WholeNumber(DecimalText decimal, Refusal refusal, LogicalValues logical) {
    this.decimal = decimal;
    this.logical = logical;
    this.refusal = refusal;
  }

  /** The number read last. */
  long value() {
    return value;
  }

  /** Reads a number or the text of one. */
  boolean readNumberOrText(ValueTape tape, int node, DataType wanted, long min, long max) {
    return tape.kind(node) == ValueTape.STRING
        ? readText(tape, node, wanted, min, max)
        : readNumber(tape, node, wanted, min, max);
  }

  /** Reads a number; anything else is refused. */
  boolean readNumber(ValueTape tape, int node, DataType wanted, long min, long max) {
    int kind = tape.kind(node);
    if (kind == ValueTape.INTEGER) {
      value = tape.integer(node);
      return inRange(node, wanted, min, max);
    }
    if (kind == ValueTape.NUMBER) {
      return readText(tape, node, wanted, min, max);
    }
    int number = logical.asNumber(tape, node);
    if (number != node && tape.kind(number) == ValueTape.NUMBER) {
      return readText(tape, number, wanted, min, max);
    }
    return refusal.refuse(Misfit.WRONG_TYPE, wanted, node, "it is no number");
  }

  private boolean readText(ValueTape tape, int node, DataType wanted, long min, long max) {
    if (!decimal.read(tape.textArray(node), tape.textStart(node), tape.textLength(node))) {
      return refusal.refuse(Misfit.MALFORMED, wanted, node, "the text is no number");
    }
    DecimalText.Fit fit = decimal.toLong();
    if (fit == DecimalText.Fit.INEXACT) {
      return refusal.refuse(Misfit.INEXACT, wanted, node, "it has a fraction");
    }
    if (fit == DecimalText.Fit.OUT_OF_RANGE) {
      return outOfRange(node, wanted, min, max);
    }
    value = decimal.longValue();
    return inRange(node, wanted, min, max);
  }

  private boolean inRange(int node, DataType wanted, long min, long max) {
    return (value >= min && value <= max) || outOfRange(node, wanted, min, max);
  }

  private boolean outOfRange(int node, DataType wanted, long min, long max) {
    return refusal.refuse(Misfit.OUT_OF_RANGE, wanted, node, "the range is " + min + " to " + max);
  }
}
