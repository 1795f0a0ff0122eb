package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.ValueTape;

/** The default of a field that the writer does not have; nothing is read for it. */
final class ConstantReader extends DatumReader {

  /** A value that is the same for every message. Immutable. */
  @FunctionalInterface
  interface Constant {
    /** Adds the value to the tape. */
    int addTo(ValueTape tape);
  }

  private final Constant constant;

  ConstantReader(Constant constant) {
    this.constant = constant;
  }

  @Override
  int read(AvroInput in, ValueTape tape) {
    return constant.addTo(tape);
  }

  @Override
  void skip(AvroInput in) {}
}
