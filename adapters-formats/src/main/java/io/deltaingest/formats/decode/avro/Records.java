package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.ValueTape;

/** Reads records onto a tape that is reset for each. */
final class Records {

  private Records() {}

  /** The record that is all of the input; or {@link MessageDecoder#FAILED}. */
  static int readOnly(
      CompiledSchema schema,
      AvroInput input,
      ValueTape tape,
      boolean objectsOnly,
      DecodeFailure failure) {
    try {
      int node = read(schema, input, tape, objectsOnly);
      if (input.remaining() > 0) {
        throw MalformedAvroException.invalid(input.remaining() + " bytes are left after the value");
      }
      return node;
    } catch (MalformedAvroException e) {
      return failure.fail(e.errorClass(), "The message is no Avro value: " + e.getMessage());
    }
  }

  /** The next record of the input. */
  static int read(CompiledSchema schema, AvroInput input, ValueTape tape, boolean objectsOnly) {
    tape.reset(input.bytes());
    tape.useNames(schema.names());
    int node = schema.reader().read(input, tape);
    tape.setShape(schema.shape());
    if (objectsOnly && tape.kind(node) != ValueTape.OBJECT) {
      throw new MalformedAvroException("not-an-object", "it is neither a record nor a map");
    }
    return node;
  }
}
