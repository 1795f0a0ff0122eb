package io.deltaingest.domain.error;

/**
 * A failure of a stream. The subclasses are named by what the caller may do: mend the
 * configuration, wait and retry, or look into the data.
 */
public abstract sealed class IngestException extends RuntimeException
    permits ConfigurationException, TransientException, StreamFailedException {

  private static final long serialVersionUID = 1L;

  private final Problem problem;

  IngestException(Problem problem, Throwable cause) {
    super(problem.oneLine(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
