package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.launcher.config.StatsdConfig;
import io.deltaingest.metrics.FanOutObserver;
import io.deltaingest.metrics.MetricsBackend;
import io.deltaingest.metrics.PrometheusMetrics;
import io.deltaingest.metrics.StatsdMetrics;
import io.deltaingest.metrics.StatsdSender;
import io.deltaingest.metrics.StatsdSettings;
import io.deltaingest.metrics.WorkerObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Observers for workers: Prometheus and statsd, where asked for. In a server each stream's statsd
 * names have the stream's name behind the prefix; the command line's one stream has the reference's
 * names. Thread-safe.
 */
final class WorkerMetrics implements AutoCloseable {

  private final Optional<MetricsBackend> backend;
  private final Optional<PrometheusMetrics> prometheus;
  private final Optional<StatsdSender> sender;
  private final boolean nameByStream;
  private final String prefix;
  private final Map<String, StatsdMetrics> statsd = new ConcurrentHashMap<>();

  WorkerMetrics(
      Optional<MetricsBackend> backend, Optional<StatsdConfig> config, boolean nameByStream) {
    this.backend = backend;
    this.prometheus = backend.map(MetricsBackend::registry).map(PrometheusMetrics::new);
    this.sender = config.map(WorkerMetrics::open);
    this.prefix = config.map(StatsdConfig::prefix).orElse("");
    this.nameByStream = nameByStream;
  }

  private static StatsdSender open(StatsdConfig config) {
    try {
      return new StatsdSender(
          new StatsdSettings(
              config.endpoint().host(),
              config.endpoint().port(),
              config.prefix(),
              config.queueSize()));
    } catch (IOException e) {
      throw new TransientException(
          Problem.of("There is no UDP socket for statsd", e.toString(), "Free some, and try again"),
          e);
    }
  }

  /** An observer of one worker; whoever asked closes it when the worker has ended. */
  WorkerObserver worker(String stream) {
    List<WorkerObserver> observers = new ArrayList<>();
    prometheus.ifPresent(metrics -> observers.add(metrics.worker(stream)));
    sender.ifPresent(
        way ->
            observers.add(
                statsd
                    .computeIfAbsent(
                        nameByStream ? prefix + "." + stream : prefix,
                        name -> new StatsdMetrics(way, name))
                    .worker()));
    return new FanOutObserver(observers);
  }

  /** Whether there is something to scrape. */
  boolean scrapes() {
    return prometheus.isPresent();
  }

  /** The text for Prometheus. Takes some ms. */
  String scrape(List<StreamStatus> streams) {
    prometheus.orElseThrow().refresh(streams);
    return backend.orElseThrow().scrape();
  }

  /** Sends what statsd has not been told yet, and ends. */
  @Override
  public void close() {
    statsd.values().forEach(StatsdMetrics::close);
    statsd.clear();
    sender.ifPresent(StatsdSender::close);
    backend.ifPresent(MetricsBackend::close);
  }
}
