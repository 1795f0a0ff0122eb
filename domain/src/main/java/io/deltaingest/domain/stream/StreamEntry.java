package io.deltaingest.domain.stream;

import io.deltaingest.domain.port.StreamDeployer.Deployment;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import java.util.List;

/** One stream as the service keeps it. Guarded by the service's monitor. */
final class StreamEntry {

  private StreamConfig config;
  private final boolean declared;
  private StreamState state = new StreamState.Stopped();
  private Deployment deployment;
  private List<WorkerStatus> lastWorkers = List.of();

  /**
   * @param declared whether the configuration file holds it, and not the store
   */
  StreamEntry(StreamConfig config, boolean declared) {
    this.config = config;
    this.declared = declared;
  }

  StreamConfig config() {
    return config;
  }

  boolean declared() {
    return declared;
  }

  void desire(DesiredState desired) {
    config = config.withDesiredState(desired);
  }

  StreamState state() {
    return state;
  }

  void become(StreamState next) {
    state = next;
  }

  Deployment deployment() {
    return deployment;
  }

  void deployed(Deployment newDeployment) {
    deployment = newDeployment;
  }

  /** The workers have ended; what they said last stays to be seen. */
  void undeployed() {
    if (deployment != null) {
      lastWorkers = deployment.workers();
      deployment = null;
    }
  }

  StreamStatus status() {
    return new StreamStatus(config, state, deployment == null ? lastWorkers : deployment.workers());
  }
}
