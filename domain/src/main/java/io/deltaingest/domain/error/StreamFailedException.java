package io.deltaingest.domain.error;

/**
 * The stream met a state in which going on would lose or double data (table replaced, topic
 * recreated, offsets gone, a bad record where the stream was told to stop). A person decides; other
 * streams go on. Exit code 1 on the command line.
 */
public final class StreamFailedException extends IngestException {
  private static final long serialVersionUID = 1L;

  public StreamFailedException(Problem problem) {
    super(problem, null);
  }

  public StreamFailedException(Problem problem, Throwable cause) {
    super(problem, cause);
  }
}
