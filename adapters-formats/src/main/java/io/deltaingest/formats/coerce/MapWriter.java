package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.MapVector;
import io.deltaingest.formats.value.ValueTape;

/** Map columns: an object's names, coerced to the key type, to its values. */
final class MapWriter extends ColumnWriter {

  private final ColumnWriter keyWriter;
  private final ColumnWriter valueWriter;
  private final boolean valueContainsNull;

  MapWriter(MapType type, Refusal refusal, ColumnWriter keyWriter, ColumnWriter valueWriter) {
    super(type, refusal);
    this.keyWriter = keyWriter;
    this.valueWriter = valueWriter;
    this.valueContainsNull = type.valueContainsNull();
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    if (tape.kind(node) != ValueTape.OBJECT) {
      return refuse(Misfit.WRONG_TYPE, node, "it is no object");
    }
    MapVector vector = (MapVector) into;
    for (int m = tape.firstMember(node); m != ValueTape.NONE; m = tape.nextMember(m)) {
      if (!keyWriter.write(tape, m, vector.keys())
          || !writeValue(tape, tape.value(m), vector.values())) {
        return refusal().inEntry(tape, m);
      }
    }
    vector.close();
    return true;
  }

  private boolean writeValue(ValueTape tape, int value, ColumnVector into) {
    if (tape.kind(value) != ValueTape.NULL) {
      return valueWriter.write(tape, value, into);
    }
    if (!valueContainsNull) {
      return refusal().missing(valueWriter.type(), value);
    }
    into.appendNull();
    return true;
  }
}
