package io.deltaingest.metrics;

import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gauges that are read off the streams' status: state, lag, what is held, time of the last commit.
 * Guarded by its caller's lock.
 */
final class StatusGauges {

  /** {@code StreamState.label()} of every state, so that the ones a stream is not in read 0. */
  private static final List<String> STATES =
      List.of("stopped", "starting", "running", "paused", "stopping", "failed", "finished");

  private final MultiGauge state;
  private final MultiGauge partitionLag;
  private final MultiGauge streamLag;
  private final MultiGauge heldRows;
  private final MultiGauge heldBytes;
  private final MultiGauge lastCommit;

  StatusGauges(MeterRegistry registry) {
    state = gauge(registry, "kdi.stream.state", "1 for the state that the stream is in", null);
    partitionLag =
        gauge(registry, "kdi.partition.lag", "Messages that the table does not have yet", null);
    streamLag =
        gauge(
            registry,
            "kdi.stream.lag",
            "Messages that the table does not have yet, over this process's partitions",
            null);
    heldRows = gauge(registry, "kdi.held.rows", "Rows that wait for the next commit", null);
    heldBytes = gauge(registry, "kdi.held", "Heap held by rows and open files", "bytes");
    lastCommit =
        gauge(registry, "kdi.last.commit.timestamp", "When the newest commit was done", "seconds");
  }

  void refresh(List<StreamStatus> statuses) {
    List<Row<?>> states = new ArrayList<>();
    List<Row<?>> partitionLags = new ArrayList<>();
    List<Row<?>> streamLags = new ArrayList<>();
    List<Row<?>> rowsHeld = new ArrayList<>();
    List<Row<?>> bytesHeld = new ArrayList<>();
    List<Row<?>> commits = new ArrayList<>();
    for (StreamStatus status : statuses) {
      Tags tags = Tags.of("stream", status.config().name());
      for (String label : STATES) {
        states.add(Row.of(tags.and("state", label), label.equals(status.state().label()) ? 1 : 0));
      }
      Map<Integer, Long> lags = lagByPartition(status);
      long total = 0;
      for (Map.Entry<Integer, Long> lag : lags.entrySet()) {
        total += lag.getValue();
        partitionLags.add(
            Row.of(tags.and("partition", Integer.toString(lag.getKey())), lag.getValue()));
      }
      if (!lags.isEmpty()) {
        streamLags.add(Row.of(tags, total));
      }
      long rows = 0;
      long bytes = 0;
      long newest = Long.MIN_VALUE;
      for (WorkerStatus worker : status.workers()) {
        rows += worker.counts().heldRows();
        bytes += worker.counts().heldBytes();
        if (worker.lastCommit() != null) {
          newest = Math.max(newest, worker.lastCommit().atMillis());
        }
      }
      rowsHeld.add(Row.of(tags, rows));
      bytesHeld.add(Row.of(tags, bytes));
      if (newest != Long.MIN_VALUE) {
        commits.add(Row.of(tags, newest / 1000.0));
      }
    }
    state.register(states, true);
    partitionLag.register(partitionLags, true);
    streamLag.register(streamLags, true);
    heldRows.register(rowsHeld, true);
    heldBytes.register(bytesHeld, true);
    lastCommit.register(commits, true);
  }

  /**
   * A worker that stopped knows no ends any more. One partition may show at two workers for the
   * moment in which it moves: the higher lag is shown.
   */
  private static Map<Integer, Long> lagByPartition(StreamStatus status) {
    Map<Integer, Long> lags = new TreeMap<>();
    for (WorkerStatus worker : status.workers()) {
      if (worker.activity() == Activity.STOPPED) {
        continue;
      }
      for (WorkerStatus.Partition partition : worker.partitions()) {
        if (partition.lag().isPresent()) {
          lags.merge(partition.partition(), partition.lag().getAsLong(), Math::max);
        }
      }
    }
    return lags;
  }

  private static MultiGauge gauge(
      MeterRegistry registry, String name, String description, String unit) {
    return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
  }
}
