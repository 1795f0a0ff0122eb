package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.value.ValueTape;

/**
 * Avro's single-object encoding: two bytes of marker, the schema's fingerprint in eight bytes,
 * little-endian, and the record (Avro specification, "Single object encoding specification").
 */
public final class SingleObjectDecoder extends DatumDecoder {

  private static final int HEADER_LENGTH = 10;
  private static final byte FIRST = (byte) 0xC3;
  private static final byte SECOND = 1;

  private final SingleObjectSchemas schemas;
  private long latestFingerprint;
  private CompiledSchema latest;

  /**
   * @param objectsOnly whether values that are neither records nor maps are refused
   */
  public SingleObjectDecoder(ValueTape tape, SingleObjectSchemas schemas, boolean objectsOnly) {
    super(tape, HEADER_LENGTH, objectsOnly);
    this.schemas = schemas;
  }

  @Override
  CompiledSchema schemaOf(ByteSlice value, DecodeFailure failure) {
    byte[] bytes = value.array();
    int start = value.offset();
    if (value.length() == 0) {
      failure.fail("empty", "The message's value has no bytes");
      return null;
    }
    if (value.length() < HEADER_LENGTH || bytes[start] != FIRST || bytes[start + 1] != SECOND) {
      failure.fail(
          "no-fingerprint",
          "The message does not begin with the bytes c3 01 and a schema's fingerprint, as those in"
              + " Avro's single-object encoding do");
      return null;
    }
    long fingerprint = 0;
    for (int i = HEADER_LENGTH - 1; i >= 2; i--) {
      fingerprint = fingerprint << 8 | (bytes[start + i] & 0xFF);
    }
    if (latest == null || fingerprint != latestFingerprint) {
      latest = schemas.find(fingerprint);
      latestFingerprint = fingerprint;
    }
    if (latest == null) {
      failure.fail(
          "unknown-fingerprint",
          String.format("None of the schemas given has the fingerprint %016x", fingerprint));
    }
    return latest;
  }
}
