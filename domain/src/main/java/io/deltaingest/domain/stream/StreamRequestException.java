package io.deltaingest.domain.stream;

/** A request to {@link StreamControl} that can't be done; {@link #reason} says what kind it is. */
public final class StreamRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, by what the caller may do. */
  public enum Reason {
    /** There is no stream of that name. */
    NOT_FOUND,
    /** There is one of that name, or one that uses the same group, topic or app id, already. */
    CONFLICT,
    /**
     * The stream is in a state that does not allow it; ask again later or do something else first.
     */
    NOT_NOW
  }

  private final Reason reason;

  public StreamRequestException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
