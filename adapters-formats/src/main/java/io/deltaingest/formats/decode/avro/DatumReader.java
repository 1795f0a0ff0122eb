package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.value.ValueTape;

/**
 * Reads values of one compiled schema. Immutable but for a record's fields, which are set once
 * before it is used, since schemas may refer to themselves.
 */
abstract sealed class DatumReader
    permits ScalarReaders.Scalar,
        ConstantReader,
        ArrayReader,
        MapReader,
        RecordReader,
        UnionReader {

  /** Puts the next value on the tape, whose source is the input's bytes, and returns its node. */
  abstract int read(AvroInput in, ValueTape tape);

  /** Passes over the next value. */
  abstract void skip(AvroInput in);
}
