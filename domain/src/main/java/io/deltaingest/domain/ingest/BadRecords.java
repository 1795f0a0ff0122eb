package io.deltaingest.domain.ingest;

import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.WorkerStatus.BadRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rejected messages: how many of which class, and the newest of each kind for people to look at.
 */
final class BadRecords {

  private static final int MAX_SAMPLES = 20;

  private final Map<String, long[]> counts = new TreeMap<>();
  private final Map<String, BadRecord> samples =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BadRecord> eldest) {
          return size() > MAX_SAMPLES;
        }
      };
  private long total;

  void add(Rejection rejection, int partition, long offset) {
    total++;
    counts.computeIfAbsent(rejection.errorClass(), name -> new long[1])[0]++;
    String kind = rejection.errorClass() + " " + rejection.column();
    samples.remove(kind);
    samples.put(
        kind,
        new BadRecord(
            partition, offset, rejection.stage(), rejection.errorClass(), rejection.detail()));
  }

  long total() {
    return total;
  }

  Map<String, Long> byClass() {
    Map<String, Long> copy = new TreeMap<>();
    counts.forEach((name, count) -> copy.put(name, count[0]));
    return copy;
  }

  /** Newest last. */
  List<BadRecord> samples() {
    return new ArrayList<>(samples.values());
  }
}
