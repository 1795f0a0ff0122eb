package io.deltaingest.testkit.sim;

import io.deltaingest.domain.stream.KafkaSettings;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import io.deltaingest.domain.stream.StreamConfig.StartFrom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What one run is like, from its seed.
 *
 * @param turns moves before everything is healed
 * @param emptyPartition a partition that nobody writes to, or -1
 * @param badPercent messages in a hundred that are rejected by some transforms
 * @param groupCommit whether batches of a process's workers may share a version
 * @param crashes chance of a crash at a call of a worker, in 10,000
 * @param interleaving chance that others move within a call of a worker, in 1,000
 * @param putFaults chance of a put that goes wrong, in 100
 * @param events chance that a move is something that befalls the world, in 100
 * @param heapBudget bytes that a worker may hold
 * @param evolves whether the table takes the columns that messages have values for
 * @param forgets whether the tables forget transaction identifiers that nobody writes; nobody is
 *     away for so long
 * @param catastrophe what no stream survives, at most one in a run
 */
record SimSettings(
    int turns,
    int partitions,
    int emptyPartition,
    int processes,
    int workers,
    int badPercent,
    BadRecordPolicy onBadRecord,
    StartFrom startFrom,
    Map<Integer, Long> seekOffsets,
    boolean bounded,
    boolean eager,
    boolean groupCommit,
    int crashes,
    int interleaving,
    int putFaults,
    int events,
    int maxPollRecords,
    int batchSize,
    Duration latency,
    Duration rebalanceTimeout,
    long heapBudget,
    boolean evolves,
    boolean forgets,
    Catastrophe catastrophe) {

  static final int MAX_PARTITIONS = 6;
  static final String APP_ID = "app";

  /** What ends a stream until a person decides. */
  enum Catastrophe {
    NONE,
    TOPIC_RECREATED,
    TABLE_REPLACED,
    OFFSET_FORGOTTEN,
    RETENTION_OVERTOOK
  }

  static SimSettings of(SplittableRandom random) {
    int partitions = 1 + random.nextInt(4);
    int processes = 1 + random.nextInt(3);
    int workers = 1 + random.nextInt(2);
    boolean deadLetters = random.nextBoolean();
    Map<Integer, Long> seeks =
        random.nextInt(20) == 0
            ? Map.of(random.nextInt(partitions), -1L + random.nextInt(4))
            : Map.of();
    Catastrophe[] catastrophes = Catastrophe.values();
    return new SimSettings(
        150 + random.nextInt(300),
        partitions,
        random.nextInt(5) == 0 ? random.nextInt(partitions) : -1,
        processes,
        workers,
        5 + random.nextInt(60),
        deadLetters
            ? BadRecordPolicy.DEAD_LETTER
            : random.nextInt(10) == 0 ? BadRecordPolicy.FAIL : BadRecordPolicy.SKIP,
        random.nextInt(10) == 0 ? StartFrom.LATEST : StartFrom.EARLIEST,
        seeks,
        random.nextInt(6) == 0,
        random.nextBoolean(),
        random.nextInt(3) > 0,
        random.nextInt(3) == 0 ? 0 : random.nextInt(60),
        random.nextInt(3) == 0 ? 0 : random.nextInt(120),
        random.nextInt(3) == 0 ? 0 : random.nextInt(40),
        random.nextInt(12),
        1 + random.nextInt(12),
        1 + random.nextInt(6),
        Duration.ofMillis(50 + random.nextInt(random.nextBoolean() ? 300 : 4_000)),
        Duration.ofMillis(500 + random.nextInt(20_000)),
        4_000 + random.nextInt(20_000),
        random.nextInt(3) == 0,
        random.nextInt(4) == 0,
        random.nextInt(3) == 0
            ? catastrophes[1 + random.nextInt(catastrophes.length - 1)]
            : Catastrophe.NONE);
  }

  boolean deadLetters() {
    return onBadRecord == BadRecordPolicy.DEAD_LETTER;
  }

  /** The configuration of an incarnation. */
  StreamConfig stream(boolean endsAtLatest) {
    return new StreamConfig(
        "stream",
        new StreamConfig.Source(
            "topic", "group", startFrom, KafkaSettings.of(Map.of()), endsAtLatest, seekOffsets),
        MessageFormat.JSON,
        List.of(),
        Optional.empty(),
        new StreamConfig.Table(
            "/table",
            APP_ID,
            false,
            Optional.empty(),
            evolves ? StreamConfig.SchemaEvolution.ADD_COLUMNS : StreamConfig.SchemaEvolution.NONE,
            StreamConfig.LogEngine.KERNEL),
        batchSize,
        new StreamConfig.Flush(latency, 5_000),
        deadLetters()
            ? Optional.of(new StreamConfig.DeadLetters("/dead-letters", List.of()))
            : Optional.empty(),
        onBadRecord,
        workers,
        StreamConfig.DesiredState.RUNNING);
  }
}
