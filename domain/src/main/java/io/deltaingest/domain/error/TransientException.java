package io.deltaingest.domain.error;

/**
 * Something that passes by itself: a broker or a store that is away, throttles or times out. The
 * caller waits with back-off and tries again from what the table says; no data was lost.
 */
public non-sealed class TransientException extends IngestException {
  private static final long serialVersionUID = 1L;

  public TransientException(Problem problem) {
    super(problem, null);
  }

  public TransientException(Problem problem, Throwable cause) {
    super(problem, cause);
  }
}
