package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.formats.value.ValueTape;

/**
 * Coerces values into vectors of one column type. Single-threaded; keeps nothing of its arguments.
 */
abstract sealed class ColumnWriter
    permits BooleanWriter,
        IntegerWriter,
        LongWriter,
        FloatWriter,
        DoubleWriter,
        DecimalWriter,
        StringWriter,
        BinaryWriter,
        DateWriter,
        TimestampWriter,
        StructWriter,
        ListWriter,
        MapWriter {

  private final DataType type;
  private final Refusal refusal;

  ColumnWriter(DataType type, Refusal refusal) {
    this.type = type;
    this.refusal = refusal;
  }

  /**
   * Appends one value, or says in the refusal why it can't; then {@code into} may hold a part of
   * it, which the row's roll-back takes away. Nulls never come here: whoever holds the value knows
   * whether they are allowed.
   *
   * @param into a vector of this writer's type
   */
  abstract boolean write(ValueTape tape, int node, ColumnVector into);

  final DataType type() {
    return type;
  }

  final Refusal refusal() {
    return refusal;
  }

  /** Refuses the value; always false. */
  final boolean refuse(Misfit misfit, int node, String reason) {
    return refusal.refuse(misfit, type, node, reason);
  }
}
