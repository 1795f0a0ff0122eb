package io.deltaingest.metrics;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.port.IngestObserver.PollCounts;
import io.deltaingest.domain.port.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The counters and timers of one stream. Called by all of its workers' threads at once; a call adds
 * to meters made before, only the first of a kind makes one.
 */
final class StreamMeters {

  private static final Duration[] DURATIONS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };
  private static final double[] FILE_SIZES = {
    64 << 10, 1 << 20, 8 << 20, 32 << 20, 64 << 20, 128 << 20, 256 << 20, 512 << 20, 1 << 30
  };
  private static final String[] OUTCOMES = {
    "committed", "offsets-moved", "schema-changed", "table-replaced", "failed"
  };

  private final MeterRegistry registry;
  private final String stream;
  private final List<Meter> registered = new ArrayList<>();

  private final Counter messages;
  private final Counter bytes;
  private final Counter rows;
  private final Counter tombstones;
  private final Counter filtered;
  private final Counter files;
  private final DistributionSummary fileBytes;
  private final Timer flushes;
  private final Timer commitTimes;
  private final Counter retries;
  private final Counter deadLetters;
  private final Counter faultsWaitedOut;
  private final Counter faultsFatal;
  private final Map<String, Counter> commits = new ConcurrentHashMap<>();
  private final Map<Rejection.Stage, Map<String, Counter>> badRecords =
      new EnumMap<>(Rejection.Stage.class);

  StreamMeters(MeterRegistry registry, String stream) {
    this.registry = registry;
    this.stream = stream;
    messages = counter("kdi.messages", "Messages polled, tombstones and rejected ones included");
    bytes = counter("kdi.bytes", "Bytes of keys and values polled");
    rows = counter("kdi.rows", "Rows appended");
    tombstones = counter("kdi.tombstones", "Messages without a value, skipped");
    filtered = counter("kdi.filtered", "Records that the filter left out");
    files = counter("kdi.files", "Data files written");
    fileBytes =
        register(
            DistributionSummary.builder("kdi.file")
                .description("Size of a data file")
                .baseUnit("bytes")
                .serviceLevelObjectives(FILE_SIZES)
                .tag("stream", stream)
                .register(registry));
    flushes = timer("kdi.flush", "From submission of a batch to its files complete");
    commitTimes = timer("kdi.commit", "From files complete to the Delta version in place");
    retries = counter("kdi.commit.retries", "Versions lost to another writer and tried again");
    deadLetters = counter("kdi.dead.letters", "Messages put into the dead-letter table");
    faultsWaitedOut = counter("kdi.faults", "Failures of a worker", "fatal", "false");
    faultsFatal = counter("kdi.faults", "Failures of a worker", "fatal", "true");
    for (String outcome : OUTCOMES) {
      commitCounter(outcome);
    }
    for (Rejection.Stage stage : Rejection.Stage.values()) {
      badRecords.put(stage, new ConcurrentHashMap<>());
    }
  }

  void polled(PollCounts counts) {
    messages.increment(counts.messages());
    bytes.increment((double) counts.bytes());
    rows.increment(counts.rows());
    if (counts.tombstones() > 0) {
      tombstones.increment(counts.tombstones());
    }
    if (counts.filtered() > 0) {
      filtered.increment(counts.filtered());
    }
  }

  void rejected(Rejection.Stage stage, String errorClass) {
    Map<String, Counter> byClass = badRecords.get(stage);
    Counter counter = byClass.get(errorClass);
    if (counter == null) {
      counter =
          counter(
              "kdi.bad.records",
              "Messages that are no row",
              "stage",
              stage.name().toLowerCase(Locale.ROOT),
              "reason",
              errorClass);
      byClass.put(errorClass, counter);
    }
    counter.increment();
  }

  void fileWritten(long size) {
    files.increment();
    fileBytes.record((double) size);
  }

  void committed(CommitReport report) {
    commitCounter("committed").increment();
    flushes.record(report.flushNanos(), TimeUnit.NANOSECONDS);
    commitTimes.record(report.commitNanos(), TimeUnit.NANOSECONDS);
  }

  void commitFailed(String reason) {
    commitCounter(reason).increment();
  }

  void commitRetried() {
    retries.increment();
  }

  void deadLettersCommitted(long count) {
    deadLetters.increment((double) count);
  }

  void fault(boolean fatal) {
    (fatal ? faultsFatal : faultsWaitedOut).increment();
  }

  /** Takes all meters of the stream out of the registry. */
  void remove() {
    synchronized (registered) {
      registered.forEach(registry::remove);
      registered.clear();
    }
  }

  private Counter commitCounter(String outcome) {
    Counter counter = commits.get(outcome);
    if (counter == null) {
      counter = counter("kdi.commits", "Batches submitted, by outcome", "outcome", outcome);
      commits.put(outcome, counter);
    }
    return counter;
  }

  private Counter counter(String name, String description, String... tags) {
    return register(
        Counter.builder(name)
            .description(description)
            .tag("stream", stream)
            .tags(tags)
            .register(registry));
  }

  private Timer timer(String name, String description) {
    return register(
        Timer.builder(name)
            .description(description)
            .serviceLevelObjectives(DURATIONS)
            .tag("stream", stream)
            .register(registry));
  }

  private <M extends Meter> M register(M meter) {
    synchronized (registered) {
      registered.add(meter);
    }
    return meter;
  }
}
