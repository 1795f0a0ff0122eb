package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.MessageSource;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.domain.stream.WorkerStatus.Counts;
import io.deltaingest.domain.stream.WorkerStatus.LastCommit;
import io.deltaingest.domain.stream.WorkerStatus.LastFault;
import io.deltaingest.domain.stream.WorkerStatus.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Publishes what the worker does: an immutable status now and then, lags to the observer. */
final class StatusReporter {

  private static final long PUBLISH_NANOS = 250_000_000L;
  private static final long LAG_NANOS = 60_000_000_000L;

  private final int worker;
  private final MessageSource source;
  private final IngestObserver observer;
  private final Clock clock;

  private volatile WorkerStatus latest;
  private Activity publishedActivity;
  private boolean news;
  private boolean behind;
  private long publishedNanos;
  private long nextLagNanos;
  private long commits;
  private long conflicts;
  private LastCommit lastCommit;
  private LastFault lastFault;

  StatusReporter(int worker, MessageSource source, IngestObserver observer, Clock clock) {
    this.worker = worker;
    this.source = source;
    this.observer = observer;
    this.clock = clock;
    this.nextLagNanos = clock.nanos() + LAG_NANOS;
  }

  /** Any thread. */
  WorkerStatus latest() {
    return latest;
  }

  void committed(CommitReport report, AssignedPartitions partitions) {
    commits++;
    lastCommit = new LastCommit(clock.millis(), report);
    news = true;
    observer.committed(report);
    Map<Integer, Long> lags = new HashMap<>();
    for (PartitionProgress progress : partitions.progress()) {
      OptionalLong end = source.knownEndOffset(progress.partition());
      OptionalLong stored = progress.stored();
      if (end.isPresent() && stored.isPresent()) {
        lags.put(progress.partition(), Math.max(0, end.getAsLong() - stored.getAsLong() - 1));
      }
    }
    observer.commitLag(lags);
  }

  void conflict(String message) {
    conflicts++;
    lastFault = new LastFault(clock.millis(), message);
    news = true;
    observer.fault(message, false);
  }

  void fault(IngestException fault, boolean fatal) {
    lastFault = new LastFault(clock.millis(), fault.getMessage());
    news = true;
    observer.fault(fault.getMessage(), fatal);
  }

  /** Partitions came: their lag is reported with the first fetch that shows it. */
  void assigned() {
    nextLagNanos = clock.nanos() + 1_000_000_000L;
    news = true;
  }

  void publish(
      Activity activity,
      String limit,
      AssignedPartitions partitions,
      MessageProcessor processor,
      TableSink sink) {
    long now = clock.nanos();
    if (now - nextLagNanos >= 0) {
      nextLagNanos = now + LAG_NANOS;
      reportBufferLag(partitions);
    }
    if (activity == publishedActivity && !news && now - publishedNanos < PUBLISH_NANOS) {
      behind = true;
      return;
    }
    news = false;
    behind = false;
    publishedActivity = activity;
    publishedNanos = now;
    BadRecords bad = processor.badRecords();
    boolean open = activity != Activity.STARTING && activity != Activity.STOPPED;
    latest =
        new WorkerStatus(
            worker,
            activity,
            limit,
            partitions(partitions),
            new Counts(
                processor.messages(),
                processor.bytes(),
                processor.rowsWritten(),
                processor.tombstones(),
                processor.filtered(),
                bad.total(),
                processor.deadLetters(),
                commits,
                conflicts,
                processor.heldRows(),
                open ? sink.heapBytes() + processor.heapBytes() : 0),
            processor.badRecordsByClass(),
            bad.samples(),
            processor.droppedProperties(),
            lastCommit,
            lastFault);
  }

  /** How long the next call of {@link #publish} may be put off, at most {@code longest}. */
  Duration untilDue(Duration longest) {
    long now = clock.nanos();
    long left = Math.min(longest.toNanos(), nextLagNanos - now);
    if (behind) {
      left = Math.min(left, publishedNanos + PUBLISH_NANOS - now);
    }
    return Duration.ofNanos(Math.max(0, left));
  }

  /** The loop is closed: the last status without partitions. */
  void ended(Activity activity) {
    WorkerStatus last = latest;
    latest =
        new WorkerStatus(
            worker,
            activity,
            null,
            List.of(),
            last.counts(),
            last.badRecords(),
            last.samples(),
            last.droppedProperties(),
            lastCommit,
            lastFault);
  }

  /** Those that wait to be sought are as they were last: somebody may want to know why. */
  private List<Partition> partitions(AssignedPartitions partitions) {
    List<Partition> list = new ArrayList<>();
    if (latest != null && partitions.hasUnsought()) {
      Set<Integer> unsought = new TreeSet<>(partitions.numbers());
      partitions.progress().forEach(progress -> unsought.remove(progress.partition()));
      latest.partitions().stream()
          .filter(before -> unsought.contains(before.partition()))
          .forEach(list::add);
    }
    for (PartitionProgress progress : partitions.progress()) {
      OptionalLong end = source.knownEndOffset(progress.partition());
      OptionalLong stored = progress.stored();
      long next = stored.isPresent() ? stored.getAsLong() + 1 : progress.start();
      OptionalLong lag =
          end.isPresent()
              ? OptionalLong.of(Math.max(0, end.getAsLong() - next))
              : OptionalLong.empty();
      list.add(new Partition(progress.partition(), stored, progress.position(), end, lag));
    }
    list.sort(Comparator.comparingInt(Partition::partition));
    return list;
  }

  private void reportBufferLag(AssignedPartitions partitions) {
    Map<Integer, Long> lags = new HashMap<>();
    for (PartitionProgress progress : partitions.progress()) {
      OptionalLong end = source.knownEndOffset(progress.partition());
      if (end.isPresent()) {
        lags.put(progress.partition(), Math.max(0, end.getAsLong() - progress.position()));
      }
    }
    observer.bufferLag(lags);
  }
}
