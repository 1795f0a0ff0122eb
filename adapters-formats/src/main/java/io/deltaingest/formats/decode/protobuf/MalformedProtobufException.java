package io.deltaingest.formats.decode.protobuf;

/**
 * Bytes that are no message of their type. Thrown for messages that may be many, so it has no stack
 * trace.
 */
final class MalformedProtobufException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String errorClass;

  MalformedProtobufException(String errorClass, String detail) {
    super(detail, null, false, false);
    this.errorClass = errorClass;
  }

  /** The bytes can't be read. */
  static MalformedProtobufException invalid(String detail) {
    return new MalformedProtobufException("invalid-protobuf", detail);
  }

  /** The short stable name to count by. */
  String errorClass() {
    return errorClass;
  }
}
