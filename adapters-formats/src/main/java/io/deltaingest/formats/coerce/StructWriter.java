package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.StructVector;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/** Struct columns: an object's properties by name; a field without one is null. */
final class StructWriter extends ColumnWriter {

  private final ObjectFields fields;
  private final ColumnWriter[] writers;
  private final String[] names;
  private final boolean[] nullable;

  StructWriter(StructType type, Refusal refusal, ObjectFields fields, WriterFactory writerFactory) {
    super(type, refusal);
    this.fields = fields;
    int count = type.fields().size();
    writers = new ColumnWriter[count];
    names = new String[count];
    nullable = new boolean[count];
    for (int i = 0; i < count; i++) {
      StructField field = type.fields().get(i);
      names[i] = field.name();
      nullable[i] = field.nullable();
      writers[i] = writerFactory.create(field.type(), fields.pathOf(i));
    }
  }

  /** As {@link ObjectFields#substitute}. */
  boolean substitute(PropertyName[] path, int at, int number) {
    return fields.substitute(path, at, number, writers);
  }

  ObjectFields fields() {
    return fields;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    if (tape.kind(node) != ValueTape.OBJECT) {
      return refuse(Misfit.WRONG_TYPE, node, "it is no object");
    }
    StructVector vector = (StructVector) into;
    fields.find(tape, node);
    vector.open();
    for (int i = 0; i < writers.length; i++) {
      int value = fields.value(i);
      if (value == ValueTape.NONE || tape.kind(value) == ValueTape.NULL) {
        if (!nullable[i]) {
          refusal().missing(writers[i].type(), value);
          return refusal().inField(names[i]);
        }
        vector.child(i).appendNull();
      } else if (!writers[i].write(tape, value, vector.child(i))) {
        return refusal().inField(names[i]);
      }
    }
    return true;
  }
}
