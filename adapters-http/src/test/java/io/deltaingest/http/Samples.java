package io.deltaingest.http;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import io.deltaingest.domain.stream.StreamConfig.DeadLetters;
import io.deltaingest.domain.stream.StreamConfig.DesiredState;
import io.deltaingest.domain.stream.StreamConfig.Flush;
import io.deltaingest.domain.stream.StreamConfig.Source;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import io.deltaingest.domain.stream.StreamConfig.Table;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.domain.stream.WorkerStatus;
import io.deltaingest.domain.stream.WorkerStatus.Activity;
import io.deltaingest.domain.stream.WorkerStatus.BadRecord;
import io.deltaingest.domain.stream.WorkerStatus.Counts;
import io.deltaingest.domain.stream.WorkerStatus.LastCommit;
import io.deltaingest.domain.stream.WorkerStatus.LastFault;
import io.deltaingest.domain.stream.WorkerStatus.Partition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Streams and workers that have something in every field. */
final class Samples {

  /** What no response may ever hold. */
  static final String SECRET = "hunter2-do-not-show";

  private Samples() {}

  static StreamConfig config(String name) {
    return new StreamConfig(
        name,
        new Source(
            name + "_topic",
            "kafka_delta_ingest-" + name,
            StartFrom.EARLIEST,
            KafkaSettings.of(
                Map.of("bootstrap.servers", "localhost:9092", "sasl.password", SECRET)),
            false,
            Map.of(0, 41L, 2, -1L)),
        MessageFormat.JSON,
        List.of(new Transform("date", "substr(meta.producer.timestamp, `0`, `10`)")),
        Optional.empty(),
        new Table(
            "/tables/" + name,
            name,
            true,
            Optional.of(new CreateTable("{\"type\":\"struct\",\"fields\":[]}", List.of("date"))),
            StreamConfig.SchemaEvolution.NONE,
            StreamConfig.LogEngine.KERNEL),
        5_000,
        new Flush(Duration.ofSeconds(60), 128L << 20),
        Optional.of(
            new DeadLetters(
                "/tables/dead_letters",
                List.of(
                    new Transform(
                        "date", "substr(epoch_micros_to_iso8601(timestamp), `0`, `10`)")))),
        BadRecordPolicy.DEAD_LETTER,
        2,
        DesiredState.RUNNING);
  }

  /** Partitions 2 and 0, commits and faults, bad records. */
  static WorkerStatus first() {
    return new WorkerStatus(
        0,
        Activity.RUNNING,
        "commit in progress",
        List.of(
            partition(2, OptionalLong.of(41), 60, OptionalLong.of(100), OptionalLong.of(58)),
            partition(0, OptionalLong.empty(), 0, OptionalLong.of(7), OptionalLong.of(7))),
        new Counts(1_000, 231_000, 990, 1, 5, 9, 7, 3, 1, 20, 4_096),
        Map.of("wrong-type", 7L, "invalid-json", 2L),
        List.of(
            new BadRecord(2, 40, Rejection.Stage.STORE, "wrong-type", "id: \"x\" is no integer")),
        Map.of("extra.b", 5L, "extra.a", 1L),
        new LastCommit(
            1_700_000_000_000L, new CommitReport(12, 990, 2, 65_536, 1_500_000, 812_345)),
        null);
  }

  /** Partition 1, an older commit, a fault. */
  static WorkerStatus second() {
    return new WorkerStatus(
        1,
        Activity.RECOVERING,
        null,
        List.of(partition(1, OptionalLong.of(9), 10, OptionalLong.of(10), OptionalLong.of(0))),
        new Counts(10, 2_310, 10, 0, 2, 1, 1, 1, 0, 0, 0),
        Map.of("wrong-type", 1L),
        List.of(),
        Map.of(),
        new LastCommit(1_600_000_000_123L, new CommitReport(3, 10, 1, 1_024, 1_000_000, 900_000)),
        new LastFault(1_700_000_000_007L, "The broker is away"));
  }

  static Partition partition(
      int number,
      OptionalLong tableOffset,
      long position,
      OptionalLong endOffset,
      OptionalLong lag) {
    return new Partition(number, tableOffset, position, endOffset, lag);
  }
}
