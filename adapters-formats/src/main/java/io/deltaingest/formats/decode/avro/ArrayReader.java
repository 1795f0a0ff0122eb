package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.ValueTape;

/** Arrays, in blocks. */
final class ArrayReader extends DatumReader {

  private final DatumReader elements;

  ArrayReader(DatumReader elements) {
    this.elements = elements;
  }

  @Override
  int read(AvroInput in, ValueTape tape) {
    int array = tape.addArray();
    in.enter();
    for (long count = in.readBlockCount(); count != 0; count = in.readBlockCount()) {
      for (long i = 0; i < count; i++) {
        in.spend(1);
        tape.append(array, elements.read(in, tape));
      }
    }
    in.leave();
    return array;
  }

  @Override
  void skip(AvroInput in) {
    in.enter();
    for (long count = in.readBlockCount(); count != 0; count = in.readBlockCount()) {
      for (long i = 0; i < count; i++) {
        in.spend(1);
        elements.skip(in);
      }
    }
    in.leave();
  }
}
