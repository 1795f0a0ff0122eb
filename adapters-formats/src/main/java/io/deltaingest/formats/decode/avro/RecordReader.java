package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.ValueTape;

/** Records: what the writer wrote, in its order, then what the reader adds by default. */
final class RecordReader extends DatumReader {

  /** The reader has no such field. */
  static final int SKIPPED = -1;

  private int[] names;
  private DatumReader[] fields;

  /**
   * Sets what the record has; once, before anything is read.
   *
   * @param fieldNames each field's number among the schema's names, or {@link #SKIPPED}
   */
  void define(int[] fieldNames, DatumReader[] fieldReaders) {
    names = fieldNames;
    fields = fieldReaders;
  }

  @Override
  int read(AvroInput in, ValueTape tape) {
    int object = tape.addObject();
    in.enter();
    in.spend(fields.length);
    for (int i = 0; i < fields.length; i++) {
      if (names[i] == SKIPPED) {
        fields[i].skip(in);
      } else {
        int member = tape.addMember(object, names[i]);
        tape.setValue(member, fields[i].read(in, tape));
      }
    }
    in.leave();
    return object;
  }

  @Override
  void skip(AvroInput in) {
    in.enter();
    in.spend(fields.length);
    for (DatumReader field : fields) {
      field.skip(in);
    }
    in.leave();
  }
}
