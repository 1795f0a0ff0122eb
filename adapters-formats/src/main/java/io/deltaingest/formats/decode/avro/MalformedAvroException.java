package io.deltaingest.formats.decode.avro;

/**
 * Bytes that are no value of their schema. Thrown for messages that may be many, so it has no stack
 * trace.
 */
final class MalformedAvroException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String errorClass;

  MalformedAvroException(String errorClass, String detail) {
    super(detail, null, false, false);
    this.errorClass = errorClass;
  }

  /** The bytes can't be read. */
  static MalformedAvroException invalid(String detail) {
    return new MalformedAvroException("invalid-avro", detail);
  }

  /** The bytes can be read, and are no value of the reader's schema. */
  static MalformedAvroException unresolvable(String detail) {
    return new MalformedAvroException("schema-mismatch", detail);
  }

  /** The short stable name to count by. */
  String errorClass() {
    return errorClass;
  }
}
