package io.deltaingest.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The metrics that kafka-delta-ingest has always sent to statsd, by the names that dashboards know:
 *
 * <ul>
 *   <li>counters {@code messages.deserialization.completed|failed}, {@code
 *       messages.transform.completed|failed} (a value that its column can't take counts as failed
 *       here), {@code recordbatch.started|completed}, {@code delta.write.started|completed|failed}
 *       (a batch dropped because offsets moved or the schema changed is neither completed nor
 *       failed);
 *   <li>timers {@code recordbatch.write_duration}, {@code delta.write.duration}, ms;
 *   <li>gauges {@code buffered.record_batches}, {@code messages.size} (mean bytes of the messages
 *       since the last send), {@code delta.add.size} (each file's bytes), {@code buffer.lag.*} and
 *       {@code delta.write.lag.*}, each with {@code num_partitions}, {@code total}, {@code max},
 *       {@code min}.
 * </ul>
 *
 * <p>Counters and the first two gauges go out once a second; the others at once, through the
 * sender's bounded queue. The workers given out by {@link #worker} are one whole: counts and
 * buffers add up, lags are of the partitions of all of them. Thread-safe.
 */
public final class StatsdMetrics implements AutoCloseable {

  private final StatsdSender sender;
  private final String prefix;
  private final StatsdSource source = this::sendSums;
  private final Set<StatsdWorker> workers = ConcurrentHashMap.newKeySet();

  private volatile boolean bufferGone;

  final StatsdCounter decoded;
  final StatsdCounter undecoded;
  final StatsdCounter transformed;
  final StatsdCounter untransformed;
  final StatsdCounter rowBatchesStarted;
  final StatsdCounter rowBatchesCompleted;
  final StatsdCounter writesStarted;
  final StatsdCounter writesCompleted;
  final StatsdCounter writesFailed;
  final LongAdder messages = new LongAdder();
  final LongAdder bytes = new LongAdder();

  private final Lags bufferLags = new Lags("buffer.lag.");
  private final Lags writeLags = new Lags("delta.write.lag.");

  // The sender's thread.
  private long messagesSent;
  private long bytesSent;

  /** Metrics under the prefix of the sender's settings. */
  public StatsdMetrics(StatsdSender sender) {
    this(sender, sender.settings().prefix());
  }

  /** Metrics under a prefix of their own, as for one of several streams. */
  public StatsdMetrics(StatsdSender sender, String prefix) {
    this.sender = sender;
    this.prefix = prefix.isEmpty() ? "" : prefix + ".";
    decoded = counter("messages.deserialization.completed");
    undecoded = counter("messages.deserialization.failed");
    transformed = counter("messages.transform.completed");
    untransformed = counter("messages.transform.failed");
    rowBatchesStarted = counter("recordbatch.started");
    rowBatchesCompleted = counter("recordbatch.completed");
    writesStarted = counter("delta.write.started");
    writesCompleted = counter("delta.write.completed");
    writesFailed = counter("delta.write.failed");
    sender.add(source);
  }

  /** An observer for one worker. */
  public WorkerObserver worker() {
    StatsdWorker worker = new StatsdWorker(this);
    workers.add(worker);
    return worker;
  }

  /** What was counted goes out a last time; nothing does after that. */
  @Override
  public void close() {
    sender.remove(source);
  }

  void timing(String name, long nanos) {
    sender.offer(prefix + name + ':' + TimeUnit.NANOSECONDS.toMillis(nanos) + "|ms");
  }

  void gauge(String name, long value) {
    sender.offer(gaugeLine(name, value));
  }

  void bufferLag(StatsdWorker worker, Map<Integer, Long> lagByPartition) {
    bufferLags.report(worker, lagByPartition);
  }

  void writeLag(StatsdWorker worker, Map<Integer, Long> lagByPartition) {
    writeLags.report(worker, lagByPartition);
  }

  void forget(StatsdWorker worker) {
    workers.remove(worker);
    if (worker.buffered() > 0) {
      bufferGone = true;
    }
    bufferLags.forget(worker);
    writeLags.forget(worker);
  }

  private void sendSums(StatsdSource.Datagrams datagrams) {
    decoded.send(datagrams);
    undecoded.send(datagrams);
    transformed.send(datagrams);
    untransformed.send(datagrams);
    rowBatchesStarted.send(datagrams);
    rowBatchesCompleted.send(datagrams);
    writesStarted.send(datagrams);
    writesCompleted.send(datagrams);
    writesFailed.send(datagrams);
    sendMeanSize(datagrams);
    long buffered = 0;
    boolean news = bufferGone;
    bufferGone = false;
    for (StatsdWorker worker : workers) {
      news |= worker.hadNews();
      buffered += worker.buffered();
    }
    if (news) {
      datagrams.send(gaugeLine("buffered.record_batches", buffered));
    }
  }

  private void sendMeanSize(StatsdSource.Datagrams datagrams) {
    long messagesNow = messages.sum();
    long bytesNow = bytes.sum();
    if (messagesNow > messagesSent) {
      datagrams.send(
          gaugeLine("messages.size", (bytesNow - bytesSent) / (messagesNow - messagesSent)));
      messagesSent = messagesNow;
      bytesSent = bytesNow;
    }
  }

  private String gaugeLine(String name, long value) {
    return prefix + name + ':' + value + "|g";
  }

  private StatsdCounter counter(String name) {
    return new StatsdCounter(prefix + name);
  }

  /** Lags as each worker reported them last. */
  private final class Lags {
    private final String name;
    private final Map<StatsdWorker, Map<Integer, Long>> byWorker = new LinkedHashMap<>();

    private Lags(String name) {
      this.name = name;
    }

    private synchronized void report(StatsdWorker worker, Map<Integer, Long> lagByPartition) {
      // Last in, last laid over the others: a partition that moved shows its new owner's lag.
      byWorker.remove(worker);
      byWorker.put(worker, Map.copyOf(lagByPartition));
      Map<Integer, Long> lags = new TreeMap<>();
      byWorker.values().forEach(lags::putAll);
      long total = 0;
      long max = Long.MIN_VALUE;
      long min = Long.MAX_VALUE;
      for (long lag : lags.values()) {
        total += lag;
        max = Math.max(max, lag);
        min = Math.min(min, lag);
      }
      gauge(name + "num_partitions", lags.size());
      gauge(name + "total", total);
      if (!lags.isEmpty()) {
        gauge(name + "max", max);
        gauge(name + "min", min);
      }
    }

    private synchronized void forget(StatsdWorker worker) {
      byWorker.remove(worker);
    }
  }
}
