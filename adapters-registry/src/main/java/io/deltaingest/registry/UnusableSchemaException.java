package io.deltaingest.registry;

/** A schema that the registry has, but that no message can be read with. */
final class UnusableSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableSchemaException(String message) {
    super(message, null, false, false);
  }
}
