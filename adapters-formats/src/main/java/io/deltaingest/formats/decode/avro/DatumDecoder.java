package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.ValueTape;

/**
 * Values with one record (keys: any value) each, in a schema that something in front of it tells.
 */
abstract class DatumDecoder implements MessageDecoder {

  private final ValueTape tape;
  private final AvroInput input = new AvroInput();
  private final DecodeFailure failure = new DecodeFailure();
  private final int headerLength;
  private final boolean objectsOnly;
  private ByteSlice value;
  private CompiledSchema schema;
  private boolean done;

  /**
   * @param headerLength bytes in front of the record
   * @param objectsOnly whether values that are neither records nor maps are refused
   */
  DatumDecoder(ValueTape tape, int headerLength, boolean objectsOnly) {
    this.tape = tape;
    this.headerLength = headerLength;
    this.objectsOnly = objectsOnly;
  }

  /** The schema of that value's record; null after {@code failure} was told why there is none. */
  abstract CompiledSchema schemaOf(ByteSlice newValue, DecodeFailure failure);

  @Override
  public final void begin(ByteSlice newValue) {
    value = newValue;
    done = false;
    schema = schemaOf(newValue, failure);
  }

  @Override
  public final int next() {
    if (done) {
      return ValueTape.NONE;
    }
    done = true;
    if (schema == null) {
      return FAILED;
    }
    input.aim(value.array(), value.offset() + headerLength, value.length() - headerLength);
    return Records.readOnly(schema, input, tape, objectsOnly, failure);
  }

  @Override
  public final StructType declaredColumns() {
    return schema == null ? null : DeclaredColumns.of(schema.schema());
  }

  @Override
  public final Rejection rejection() {
    return failure.rejection(value);
  }

  @Override
  public final void end() {
    value = null;
    schema = null;
    input.release();
  }
}
