package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;

/**
 * Nothing is away: a topic has no message yet that tells what its table is to be like. To be waited
 * for as messages are, for however long.
 */
final class AwaitedMessagesException extends TransientException {

  private static final long serialVersionUID = 1L;

  private final transient Problem withoutWaiting;

  /**
   * @param withoutWaiting what to tell somebody who does not wait
   */
  AwaitedMessagesException(Problem withoutWaiting) {
    super(
        Problem.of(
            withoutWaiting.what(),
            withoutWaiting.cause(),
            "It goes on with the first message. " + withoutWaiting.remedy()));
    this.withoutWaiting = withoutWaiting;
  }

  /** The failure of whoever does not wait. */
  ConfigurationException withoutWaiting() {
    return new ConfigurationException(withoutWaiting);
  }
}
