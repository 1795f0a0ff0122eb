package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.commit.TxnUpdate.OutputMode;
import io.deltaingest.domain.ingest.CommitStages.Kind;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.port.TopicDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The table as this worker last knew it, and the one batch that is on its way into it: which
 * transaction identifiers each commit compares and swaps.
 */
final class TableSession {

  private final TableSink sink;
  private final DeadLetters deadLetters;
  private final TxnNames names;
  private final StartOffsets starts;
  private final TxnRetention retention = new TxnRetention();
  private TableSnapshot table;
  private final CommitStages stages = new CommitStages();
  private SealedBatch inCommit;

  TableSession(TableSink sink, DeadLetters deadLetters, TxnNames names, StartOffsets starts) {
    this.sink = sink;
    this.deadLetters = deadLetters;
    this.names = names;
    this.starts = starts;
  }

  /** Builds on that version from now on. A batch in commit stays in commit. */
  void begin(TableSnapshot snapshot) {
    table = snapshot;
    sink.begin(snapshot);
  }

  /** A newer version of the same rules was read: what it stores is what is built on. */
  void saw(TableSnapshot newer) {
    table = newer;
  }

  TableSnapshot table() {
    return table;
  }

  boolean committing() {
    return inCommit != null;
  }

  boolean isInCommit(String batchId) {
    return stages.isCurrent(batchId);
  }

  /** The next outcome of what is in commit; waits for it up to {@code timeout}. */
  Optional<CommitOutcome> awaitOutcome(Duration timeout) {
    return stages.isEmpty() ? sink.awaitOutcome(timeout) : stages.awaitOutcome(timeout);
  }

  /** Seals what the sink holds together with the progress of the partitions, and submits it. */
  void sealAndSubmit(AssignedPartitions partitions, TopicDescription topic, long nowMillis) {
    List<TxnChange> txns = new ArrayList<>();
    List<PartitionProgress> moved = new ArrayList<>();
    Map<Integer, Long> unmoved = new HashMap<>();
    for (PartitionProgress progress : partitions.progress()) {
      if (progress.movedSinceSeal()) {
        moved.add(progress);
        txns.add(
            new TxnChange(
                names.partition(progress.partition()), progress.stored(), progress.done()));
      } else if (progress.stored().isEmpty()) {
        unmoved.put(progress.partition(), progress.start());
      }
    }
    int count = partitionCount(partitions, topic);
    if (starts.needsInitialisation(table, count)) {
      txns.addAll(initialisation(topic, count, unmoved, txns));
    }
    sealDeadLetters(moved, nowMillis);
    txns.addAll(refreshes(partitions.progress(), txns, nowMillis));
    if (txns.isEmpty()) {
      // The dead-letter table alone is to be told its identifiers again; no batch is without any.
      txns.addAll(standing(partitions.progress()));
    }
    moved.forEach(PartitionProgress::sealedAtDone);
    submit(new TxnUpdate(txns, deadLetters.checks(moved), OutputMode.APPEND, Optional.empty()));
  }

  private List<TxnChange> standing(Collection<PartitionProgress> partitions) {
    List<TxnChange> txns = new ArrayList<>();
    for (PartitionProgress progress : partitions) {
      OptionalLong stored = progress.stored();
      if (stored.isPresent()) {
        txns.add(new TxnChange(names.partition(progress.partition()), stored, stored.getAsLong()));
      }
    }
    return txns;
  }

  private void sealDeadLetters(List<PartitionProgress> moved, long nowMillis) {
    if (!deadLetters.enabled()) {
      return;
    }
    deadLetters
        .fence(moved)
        .ifPresent(fence -> stages.add(Kind.FENCE, sink, sink.sealEmpty(fence)));
    deadLetters
        .seal(moved, nowMillis)
        .ifPresent(batch -> stages.add(Kind.DEAD_LETTERS, deadLetters.sink(), batch));
  }

  /**
   * Identifiers to be written again unchanged, so that the table does not forget them: those of
   * assigned partitions that do not move anyway, and with partition 0 the markers.
   *
   * @param moving changes that the commit makes anyway
   */
  private List<TxnChange> refreshes(
      Collection<PartitionProgress> partitions, List<TxnChange> moving, long nowMillis) {
    if (!TxnRetention.applies(table)) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    for (PartitionProgress progress : partitions) {
      int partition = progress.partition();
      ids.add(names.partition(partition));
      ids.add(names.seek(partition));
      if (!deadLetters.movesFence(partition, table)) {
        ids.add(names.fence(partition));
      }
      if (partition == 0) {
        ids.add(names.topic());
        ids.add(names.partitions());
      }
    }
    moving.forEach(change -> ids.remove(change.appId()));
    return retention.due(table, ids, nowMillis);
  }

  /** Whether identifiers must be written again lest one of the tables forget them. */
  boolean refreshDue(Collection<PartitionProgress> partitions, long nowMillis) {
    return !refreshes(partitions, List.of(), nowMillis).isEmpty()
        || deadLetters.refreshDue(nowMillis);
  }

  /** Submits the stream's start offsets alone, before anything is read. */
  void submitStartOffsets(TopicDescription topic, Map<Integer, Long> startOffsets) {
    List<TxnChange> txns = initialisation(topic, topic.partitionCount(), startOffsets, List.of());
    txns.addAll(starts.seeksTaken(table));
    submit(
        new TxnUpdate(
            txns,
            List.of(),
            starts.seeks() ? OutputMode.COMPLETE : OutputMode.APPEND,
            Optional.empty()));
  }

  private void submit(TxnUpdate update) {
    inCommit = sink.seal(update);
    stages.add(Kind.MAIN, sink, inCommit);
    stages.start();
  }

  /**
   * What the first commit writes besides: the markers, and a stored offset for every partition that
   * has none and does not move in the same commit.
   *
   * @param known start offsets that are known already; those of the others are asked for
   * @param moving changes that the commit makes anyway
   */
  private List<TxnChange> initialisation(
      TopicDescription topic, int count, Map<Integer, Long> known, List<TxnChange> moving) {
    List<String> movingIds = moving.stream().map(TxnChange::appId).toList();
    Map<Integer, Long> missing = new HashMap<>();
    List<Integer> unknown = new ArrayList<>();
    for (int partition = 0; partition < count; partition++) {
      String id = names.partition(partition);
      if (table.txnVersion(id).isPresent() || movingIds.contains(id)) {
        continue;
      }
      Long start = known.get(partition);
      if (start == null) {
        unknown.add(partition);
      } else {
        missing.put(partition, start);
      }
    }
    missing.putAll(starts.resolve(table, unknown));
    List<TxnChange> txns = new ArrayList<>();
    missing.forEach(
        (partition, start) ->
            txns.add(new TxnChange(names.partition(partition), OptionalLong.empty(), start - 1)));
    if (topic.idBits().isPresent() && table.txnVersion(names.topic()).isEmpty()) {
      txns.add(new TxnChange(names.topic(), OptionalLong.empty(), topic.idBits().getAsLong()));
    }
    OptionalLong counted = table.txnVersion(names.partitions());
    txns.add(new TxnChange(names.partitions(), counted, Math.max(count, counted.orElse(0))));
    return txns;
  }

  private static int partitionCount(AssignedPartitions partitions, TopicDescription topic) {
    int count = topic.partitionCount();
    for (PartitionProgress progress : partitions.progress()) {
      count = Math.max(count, progress.partition() + 1);
    }
    return count;
  }

  /**
   * The current stage is in its table; the next one, if there is one, was submitted.
   *
   * @return the kind of the stage
   */
  Kind stageCommitted(
      CommitReport report, Collection<PartitionProgress> partitions, long nowMillis) {
    Kind kind = stages.current();
    switch (kind) {
      case FENCE -> table = stages.batch().landed(table, report, nowMillis);
      case DEAD_LETTERS -> deadLetters.committed(stages.batch(), report, nowMillis);
      case MAIN -> committed(report, partitions, nowMillis);
    }
    stages.advance();
    return kind;
  }

  /** Whether the stages were cut short: the batch does not go on to the table. */
  boolean abandoned() {
    return inCommit != null && stages.isEmpty();
  }

  /** What was sealed and not submitted was dropped. */
  void cutShort() {
    stages.cutShort();
  }

  private void committed(
      CommitReport report, Collection<PartitionProgress> partitions, long nowMillis) {
    table = inCommit.landed(table, report, nowMillis);
    if (inCommit.rows() > 0) {
      table = table.grown();
    }
    Set<String> changed = new HashSet<>();
    inCommit.txns().forEach(change -> changed.add(change.appId()));
    for (PartitionProgress progress : partitions) {
      progress.committed();
      if (changed.contains(names.partition(progress.partition()))) {
        progress.storedAtStart();
      }
    }
    inCommit = null;
  }

  /**
   * The batch in commit did not reach the table, or nobody can say.
   *
   * @return the rows in it
   */
  long notCommitted() {
    long rows = inCommit.rows();
    inCommit = null;
    stages.clear();
    deadLetters.notCommitted();
    return rows;
  }
}
