package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.ValueTape;

/** Maps, in blocks. Of repeated keys the last one wins, as in objects. */
final class MapReader extends DatumReader {

  private final DatumReader values;

  MapReader(DatumReader values) {
    this.values = values;
  }

  @Override
  int read(AvroInput in, ValueTape tape) {
    int object = tape.addObject();
    int members = 0;
    in.enter();
    for (long count = in.readBlockCount(); count != 0; count = in.readBlockCount()) {
      for (long i = 0; i < count; i++) {
        in.spend(1);
        int length = in.readLength();
        int member = tape.addMember(object, ScalarReaders.StringReader.text(in, length), length);
        tape.setValue(member, values.read(in, tape));
        members++;
      }
    }
    in.leave();
    tape.closeObject(object, members);
    return object;
  }

  @Override
  void skip(AvroInput in) {
    in.enter();
    for (long count = in.readBlockCount(); count != 0; count = in.readBlockCount()) {
      for (long i = 0; i < count; i++) {
        in.spend(1);
        in.skip(in.readLength());
        values.skip(in);
      }
    }
    in.leave();
  }
}
