package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.ListVector;
import io.deltaingest.formats.value.PlainValues;
import io.deltaingest.formats.value.ValueTape;

/** Array columns: arrays, and bytes as an array of numbers from 0 to 255. */
final class ListWriter extends ColumnWriter {

  private final ColumnWriter elementWriter;
  private final boolean containsNull;

  ListWriter(ArrayType type, Refusal refusal, ColumnWriter elementWriter) {
    super(type, refusal);
    this.elementWriter = elementWriter;
    this.containsNull = type.containsNull();
  }

  @Override
  boolean write(ValueTape tape, int value, ColumnVector into) {
    int node = tape.kind(value) == ValueTape.BYTES ? PlainValues.numbers(tape, value) : value;
    if (tape.kind(node) != ValueTape.ARRAY) {
      return refuse(Misfit.WRONG_TYPE, node, "it is no array");
    }
    ListVector vector = (ListVector) into;
    int index = 0;
    for (int e = tape.firstElement(node); e != ValueTape.NONE; e = tape.nextElement(e)) {
      if (tape.kind(e) == ValueTape.NULL) {
        if (!containsNull) {
          refusal().missing(elementWriter.type(), e);
          return refusal().inElement(index);
        }
        vector.elements().appendNull();
      } else if (!elementWriter.write(tape, e, vector.elements())) {
        return refusal().inElement(index);
      }
      index++;
    }
    vector.close();
    return true;
  }
}
