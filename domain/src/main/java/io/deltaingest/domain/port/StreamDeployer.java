package io.deltaingest.domain.port;

import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.WorkerStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Gives streams their workers. Any thread; no method waits. */
public interface StreamDeployer {

  /**
   * Checks what can be checked without touching topic or table: transforms, settings.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException with what is wrong
   */
  void check(StreamConfig config);

  /**
   * Starts all workers of the stream. What becomes of them goes to the listener, on other threads:
   * it is not called inside of this method.
   */
  Deployment deploy(StreamConfig config, Listener listener);

  /** The workers of one stream, until they have ended. */
  interface Deployment {

    /** Ends when no worker holds anything uncommitted and none reads. */
    CompletionStage<Void> pause();

    CompletionStage<Void> resume();

    /** Ends when all workers have ended; {@link Listener#ended} was called by then. */
    CompletionStage<Void> stop();

    /** What the workers published last. */
    List<WorkerStatus> workers();
  }

  /** Told what becomes of a deployment. Any thread; must not block. */
  interface Listener {

    /** All workers read. At most once. */
    void started();

    /**
     * All workers have ended. Once.
     *
     * @param failure why, if one of them failed (the others were stopped then)
     * @param finished whether they reached the end that they were told to stop at
     */
    void ended(Optional<IngestException> failure, boolean finished);
  }
}
