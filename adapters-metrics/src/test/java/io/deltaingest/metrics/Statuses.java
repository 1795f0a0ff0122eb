package io.deltaingest.metrics;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamState;
import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.domain.stream.WorkerStatus.Counts;
import io.deltaingest.domain.stream.WorkerStatus.LastCommit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Stream statuses for tests. */
final class Statuses {

  private Statuses() {}

  static StreamStatus of(String name, StreamState state, WorkerStatus... workers) {
    StreamConfig config =
        new StreamConfig(
            name,
            new StreamConfig.Source(
                "topic",
                "group",
                StreamConfig.StartFrom.EARLIEST,
                KafkaSettings.of(Map.of()),
                false,
                Map.of()),
            MessageFormat.JSON,
            List.of(),
            Optional.empty(),
            new StreamConfig.Table(
                "/table",
                name,
                true,
                Optional.empty(),
                StreamConfig.SchemaEvolution.NONE,
                StreamConfig.LogEngine.KERNEL),
            5_000,
            new StreamConfig.Flush(Duration.ofSeconds(60), 1 << 20),
            Optional.empty(),
            StreamConfig.BadRecordPolicy.FAIL,
            workers.length,
            StreamConfig.DesiredState.RUNNING);
    return new StreamStatus(config, state, List.of(workers));
  }

  static WorkerStatus worker(
      int number, Activity activity, long lastCommitMillis, Map<Integer, Long> lagByPartition) {
    List<WorkerStatus.Partition> partitions =
        lagByPartition.entrySet().stream()
            .map(
                lag ->
                    new WorkerStatus.Partition(
                        lag.getKey(),
                        OptionalLong.empty(),
                        0,
                        OptionalLong.empty(),
                        lag.getValue() < 0
                            ? OptionalLong.empty()
                            : OptionalLong.of(lag.getValue())))
            .toList();
    return new WorkerStatus(
        number,
        activity,
        null,
        partitions,
        new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 700),
        Map.of(),
        List.of(),
        Map.of(),
        lastCommitMillis == 0
            ? null
            : new LastCommit(lastCommitMillis, new CommitReport(1, 1, 1, 1, 1, 1)),
        null);
  }
}
