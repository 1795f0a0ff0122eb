package io.deltaingest.domain.error;

/**
 * Something that the user must mend before a retry can help: arguments, configuration, credentials,
 * a missing table or topic, a table that needs what this writer does not know. Retrying unchanged
 * fails in the same way. Exit code 2 on the command line; the stream is {@code FAILED} in a server.
 */
public final class ConfigurationException extends IngestException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(Problem problem) {
    super(problem, null);
  }

  public ConfigurationException(Problem problem, Throwable cause) {
    super(problem, cause);
  }
}
