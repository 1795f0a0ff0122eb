package io.deltaingest.domain.commit;

/** How the commit protocol waits between tries. The commit thread. */
public interface Backoff {

  /**
   * Waits before try number {@code attempt} (1 for the first repetition), longer for later ones,
   * with jitter, up to a ceiling.
   *
   * @return false when the caller should give up, because the sink is being closed
   */
  boolean pause(int attempt);
}
