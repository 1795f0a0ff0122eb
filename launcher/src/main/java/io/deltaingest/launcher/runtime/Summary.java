package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.BadRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;

/** What a run did, in the end: a line for what went well, one for each thing to look at. */
record Summary(
    long messages,
    long rows,
    long commits,
    long filtered,
    long rejected,
    long deadLetters,
    Map<String, Long> badRecords,
    List<BadRecord> samples,
    Map<String, Long> droppedProperties) {

  static Summary of(List<WorkerStatus> workers) {
    long messages = 0;
    long rows = 0;
    long commits = 0;
    long filtered = 0;
    long rejected = 0;
    long deadLetters = 0;
    Map<String, Long> bad = new TreeMap<>();
    List<BadRecord> samples = new ArrayList<>();
    Map<String, Long> dropped = new TreeMap<>();
    for (WorkerStatus worker : workers) {
      messages += worker.counts().messages();
      rows += worker.counts().rows();
      commits += worker.counts().commits();
      filtered += worker.counts().filtered();
      rejected += worker.counts().rejected();
      deadLetters += worker.counts().deadLetters();
      worker.badRecords().forEach((reason, count) -> bad.merge(reason, count, Long::sum));
      samples.addAll(worker.samples());
      worker.droppedProperties().forEach((name, count) -> dropped.merge(name, count, Long::sum));
    }
    return new Summary(
        messages, rows, commits, filtered, rejected, deadLetters, bad, samples, dropped);
  }

  void log(Logger log) {
    log.info(
        "Ended: {} messages read, {} rows, {} commits",
        grouped(messages),
        grouped(rows),
        grouped(commits));
    if (filtered > 0) {
      log.info("Left out by the filter: {}", grouped(filtered));
    }
    if (!badRecords.isEmpty()) {
      log.warn(
          "{} messages were no row, {} of them are in the dead-letter table: {}",
          grouped(rejected),
          grouped(deadLetters),
          badRecords);
      for (BadRecord sample : samples) {
        log.warn(
            "For example partition {} offset {}: {}",
            sample.partition(),
            sample.offset(),
            sample.detail());
      }
    }
    if (!droppedProperties.isEmpty()) {
      log.info("Dropped, since the table has no such column: {}", droppedProperties);
    }
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
