package io.deltaingest.domain.stream;

import io.deltaingest.domain.port.StreamDeployer.Deployment;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import java.util.List;

/** One stream as the service keeps it. Guarded by the service's monitor. */
final class StreamEntry {

  private StreamPlaces places;
  private final boolean declared;
  private StreamState state = new StreamState.Stopped();
  private Deployment deployment;
  private List<WorkerStatus> lastWorkers = List.of();
  private String busy;

  /**
   * @param declared whether the configuration file holds it, and not the store
   */
  StreamEntry(StreamPlaces places, boolean declared) {
    this.places = places;
    this.declared = declared;
  }

  StreamConfig config() {
    return places.config();
  }

  StreamPlaces places() {
    return places;
  }

  boolean declared() {
    return declared;
  }

  void desire(DesiredState desired) {
    places = places.with(config().withDesiredState(desired));
  }

  /**
   * What is being done to the stream as a whole, a participle; null: nothing, requests are taken.
   */
  String busy() {
    return busy;
  }

  /** Takes no requests until it is {@link #free}. */
  void occupy(String participle) {
    busy = participle;
  }

  void free() {
    busy = null;
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
    return new StreamStatus(
        config(), state, deployment == null ? lastWorkers : deployment.workers());
  }
}
