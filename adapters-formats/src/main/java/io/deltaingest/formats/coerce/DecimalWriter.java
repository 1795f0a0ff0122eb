package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.formats.value.DecimalText;
import io.deltaingest.formats.value.ValueTape;

/** Decimal columns: exactly, or not at all. */
final class DecimalWriter extends ColumnWriter {

  private static final int MAX_BYTES = 16;

  private final DecimalText decimal;
  private final LogicalValues logical;
  private final int precision;
  private final int scale;
  private final boolean fitsLong;

  DecimalWriter(DecimalType type, Refusal refusal, DecimalText decimal, LogicalValues logical) {
    super(type, refusal);
    this.decimal = decimal;
    this.logical = logical;
    precision = type.precision();
    scale = type.scale();
    fitsLong = type.fitsLong();
  }

  @Override
  boolean write(ValueTape tape, int value, ColumnVector into) {
    int node = logical.asNumber(tape, value);
    switch (tape.kind(node)) {
      case ValueTape.INTEGER -> decimal.set(tape.integer(node));
      case ValueTape.NUMBER, ValueTape.STRING -> {
        if (!decimal.read(tape.textArray(node), tape.textStart(node), tape.textLength(node))) {
          return refuse(Misfit.MALFORMED, node, "the text is no number");
        }
      }
      default -> {
        return refuse(Misfit.WRONG_TYPE, node, "it is no number");
      }
    }
    switch (decimal.toUnscaled(precision, scale)) {
      case EXACT -> {
        if (fitsLong) {
          ((LongVector) into).append(decimal.longValue());
        } else {
          append(decimal.highValue(), decimal.longValue(), (BytesVector) into);
        }
        return true;
      }
      case INEXACT -> {
        return refuse(
            Misfit.INEXACT, node, "it has more than " + scale + " digits after the point");
      }
      default -> {
        return refuse(
            Misfit.OUT_OF_RANGE,
            node,
            "it has more than " + (precision - scale) + " digits before the point");
      }
    }
  }

  /** Appends the 128-bit number big-endian in as few bytes as keep its sign. */
  private static void append(long high, long low, BytesVector vector) {
    int length = MAX_BYTES;
    while (length > 1 && isSignOnly(high, low, length)) {
      length--;
    }
    int position = vector.reserve(length);
    byte[] target = vector.array();
    for (int i = length - 1; i >= 0; i--) {
      target[position++] = byteAt(high, low, i);
    }
    vector.finish(length);
  }

  /** Whether the byte above {@code length - 1} others says no more than their first bit does. */
  private static boolean isSignOnly(long high, long low, int length) {
    byte first = byteAt(high, low, length - 1);
    return first == (byteAt(high, low, length - 2) < 0 ? -1 : 0);
  }

  private static byte byteAt(long high, long low, int index) {
    return (byte) (index < 8 ? low >> (8 * index) : high >> (8 * (index - 8)));
  }
}
