package io.deltaingest.metrics;

import io.deltaingest.domain.stream.StreamStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The streams' meters, by stream. Counters and timers are fed by observers, one for each worker;
 * what a status tells as well (state, lag, what is held) is taken from it at each scrape, which
 * costs the ingest thread nothing and follows partitions from worker to worker.
 *
 * <p>Thread-safe. A stream's meters go at the first {@link #refresh} that does not list it, once
 * its workers' observers are closed.
 */
public final class PrometheusMetrics {

  private final MeterRegistry registry;
  private final StatusGauges gauges;
  private final Map<String, Entry> streams = new HashMap<>();

  public PrometheusMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.gauges = new StatusGauges(registry);
  }

  /** An observer for one worker; the workers of a stream share their meters. */
  public synchronized WorkerObserver worker(String stream) {
    Entry entry =
        streams.computeIfAbsent(stream, name -> new Entry(new StreamMeters(registry, name)));
    entry.openWorkers++;
    return new PrometheusWorker(entry.meters, () -> released(entry));
  }

  /** Brings the gauges up to date and forgets deleted streams. Call before each scrape. */
  public synchronized void refresh(List<StreamStatus> statuses) {
    gauges.refresh(statuses);
    Set<String> listed = new HashSet<>();
    for (StreamStatus status : statuses) {
      listed.add(status.config().name());
    }
    for (Iterator<Map.Entry<String, Entry>> each = streams.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<String, Entry> stream = each.next();
      // A stream that is being created has workers before it is listed.
      if (!listed.contains(stream.getKey()) && stream.getValue().openWorkers == 0) {
        stream.getValue().meters.remove();
        each.remove();
      }
    }
  }

  private synchronized void released(Entry entry) {
    entry.openWorkers--;
  }

  private static final class Entry {
    private final StreamMeters meters;
    private int openWorkers;

    private Entry(StreamMeters meters) {
      this.meters = meters;
    }
  }
}
