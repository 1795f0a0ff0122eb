package io.deltaingest.http;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.StreamConfigCodec;
import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.domain.stream.WorkerStatus.Counts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A stream's status as JSON. Counts are numbers, times are ISO 8601 in UTC with milliseconds, what
 * is not known is null; maps are sorted by key, partitions by number. The configuration comes from
 * the codec, which hides secrets. Immutable.
 */
final class StatusJson {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StreamConfigCodec codec;

  StatusJson(StreamConfigCodec codec) {
    this.codec = codec;
  }

  /** What a list of streams shows. */
  JsonObject summary(StreamStatus status) {
    return new JsonObject()
        .put("name", status.config().name())
        .put("state", status.state().label())
        .put("problem", problem(status.state()))
        .put("topic", status.config().source().topic())
        .put("table", status.config().table().location())
        .put("lag", lag(status.workers()));
  }

  /** Everything that is known of one. */
  JsonObject whole(StreamStatus status) {
    List<WorkerStatus> workers = status.workers();
    return summary(status)
        .put("config", new JsonObject(codec.render(status.config())))
        .put("totals", totals(workers))
        .put("lastCommit", lastCommit(newestCommit(workers)))
        .put("lastFault", lastFault(newestFault(workers)))
        .put("partitions", partitions(workers))
        .put("badRecords", sums(workers.stream().map(WorkerStatus::badRecords).toList()))
        .put("badRecordSamples", samples(workers))
        .put(
            "droppedProperties",
            sums(workers.stream().map(WorkerStatus::droppedProperties).toList()))
        .put("workers", workers(workers));
  }

  private static JsonObject problem(StreamState state) {
    if (!(state instanceof StreamState.Failed failed)) {
      return null;
    }
    Problem problem = failed.problem();
    return new JsonObject()
        .put("what", problem.what())
        .put("cause", problem.cause())
        .put("remedy", problem.remedy());
  }

  /**
   * The sum over the partitions, or null while one of them is not known. A worker that stopped does
   * not see the ends of its partitions any more.
   */
  private static Long lag(List<WorkerStatus> workers) {
    Map<Integer, Long> lags = new TreeMap<>();
    for (WorkerStatus worker : workers) {
      if (worker.activity() == Activity.STOPPED) {
        continue;
      }
      for (WorkerStatus.Partition partition : worker.partitions()) {
        if (partition.lag().isEmpty()) {
          return null;
        }
        // One that is moving may show at both workers.
        lags.merge(partition.partition(), partition.lag().getAsLong(), Math::max);
      }
    }
    return lags.isEmpty() ? null : lags.values().stream().mapToLong(Long::longValue).sum();
  }

  private static JsonObject totals(List<WorkerStatus> workers) {
    Counts sum = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    for (WorkerStatus worker : workers) {
      Counts more = worker.counts();
      sum =
          new Counts(
              sum.messages() + more.messages(),
              sum.bytes() + more.bytes(),
              sum.rows() + more.rows(),
              sum.tombstones() + more.tombstones(),
              sum.filtered() + more.filtered(),
              sum.rejected() + more.rejected(),
              sum.deadLetters() + more.deadLetters(),
              sum.commits() + more.commits(),
              sum.conflicts() + more.conflicts(),
              sum.heldRows() + more.heldRows(),
              sum.heldBytes() + more.heldBytes());
    }
    return counts(sum);
  }

  private static JsonObject counts(Counts counts) {
    return new JsonObject()
        .put("messages", counts.messages())
        .put("bytes", counts.bytes())
        .put("rows", counts.rows())
        .put("tombstones", counts.tombstones())
        .put("filtered", counts.filtered())
        .put("rejected", counts.rejected())
        .put("deadLetters", counts.deadLetters())
        .put("commits", counts.commits())
        .put("conflicts", counts.conflicts())
        .put("heldRows", counts.heldRows())
        .put("heldBytes", counts.heldBytes());
  }

  private static JsonArray partitions(List<WorkerStatus> workers) {
    record Owned(int worker, WorkerStatus.Partition partition) {}
    JsonArray array = new JsonArray();
    workers.stream()
        .flatMap(
            worker ->
                worker.partitions().stream()
                    .map(partition -> new Owned(worker.worker(), partition)))
        .sorted(
            Comparator.comparingInt((Owned owned) -> owned.partition().partition())
                .thenComparingInt(Owned::worker))
        .forEach(
            owned ->
                array.add(
                    new JsonObject()
                        .put("partition", owned.partition().partition())
                        .put("worker", owned.worker())
                        .put("tableOffset", number(owned.partition().tableOffset()))
                        .put("position", owned.partition().position())
                        .put("endOffset", number(owned.partition().endOffset()))
                        .put("lag", number(owned.partition().lag()))));
    return array;
  }

  private static JsonArray samples(List<WorkerStatus> workers) {
    JsonArray array = new JsonArray();
    for (WorkerStatus worker : workers) {
      for (WorkerStatus.BadRecord sample : worker.samples()) {
        array.add(
            new JsonObject()
                .put("partition", sample.partition())
                .put("offset", sample.offset())
                .put("stage", lower(sample.stage()))
                .put("reason", sample.errorClass())
                .put("detail", sample.detail()));
      }
    }
    return array;
  }

  private static JsonObject sums(List<Map<String, Long>> maps) {
    Map<String, Object> sums = new TreeMap<>();
    for (Map<String, Long> map : maps) {
      map.forEach((key, count) -> sums.merge(key, count, (a, b) -> (Long) a + (Long) b));
    }
    return new JsonObject(sums);
  }

  private static JsonArray workers(List<WorkerStatus> workers) {
    JsonArray array = new JsonArray();
    for (WorkerStatus worker : workers) {
      array.add(
          new JsonObject()
              .put("worker", worker.worker())
              .put("activity", lower(worker.activity()))
              .put("limit", worker.limit())
              .put("counts", counts(worker.counts()))
              .put("lastCommit", lastCommit(worker.lastCommit()))
              .put("lastFault", lastFault(worker.lastFault())));
    }
    return array;
  }

  private static WorkerStatus.LastCommit newestCommit(List<WorkerStatus> workers) {
    return workers.stream()
        .map(WorkerStatus::lastCommit)
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(WorkerStatus.LastCommit::atMillis))
        .orElse(null);
  }

  private static WorkerStatus.LastFault newestFault(List<WorkerStatus> workers) {
    return workers.stream()
        .map(WorkerStatus::lastFault)
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(WorkerStatus.LastFault::atMillis))
        .orElse(null);
  }

  private static JsonObject lastCommit(WorkerStatus.LastCommit commit) {
    if (commit == null) {
      return null;
    }
    return new JsonObject()
        .put("at", time(commit.atMillis()))
        .put("version", commit.report().version())
        .put("rows", commit.report().rows())
        .put("files", commit.report().files())
        .put("bytes", commit.report().bytes())
        .put("flushMillis", millis(commit.report().flushNanos()))
        .put("commitMillis", millis(commit.report().commitNanos()));
  }

  private static JsonObject lastFault(WorkerStatus.LastFault fault) {
    return fault == null
        ? null
        : new JsonObject().put("at", time(fault.atMillis())).put("message", fault.message());
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  /** With three digits after the point: a local commit takes less than one ms. */
  private static double millis(long nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }

  private static Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
