package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.ValueTape;

/** The default of a field that the writer does not have: read from its own bytes, not the input. */
final class ConstantReader extends DatumReader {

  private final DatumReader values;
  private final byte[] encoded;

  ConstantReader(DatumReader values, byte[] encoded) {
    this.values = values;
    this.encoded = encoded;
  }

  @Override
  int read(AvroInput in, ValueTape tape) {
    return 0;
  }

  @Override
  void skip(AvroInput in) {}
}
