package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.port.TopicDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The table as this worker last knew it, and the one batch that is on its way into it: which
 * transaction identifiers each commit compares and swaps.
 */
final class TableSession {

  private final TableSink sink;
  private final TxnNames names;
  private final StartOffsets starts;
  private TableSnapshot table;
  private SealedBatch inCommit;

  TableSession(TableSink sink, TxnNames names, StartOffsets starts) {
    this.sink = sink;
    this.names = names;
    this.starts = starts;
  }

  /** Builds on that version from now on. A batch in commit stays in commit. */
  void begin(TableSnapshot snapshot) {
    table = snapshot;
    sink.begin(snapshot);
  }

  TableSnapshot table() {
    return table;
  }

  boolean committing() {
    return inCommit != null;
  }

  boolean isInCommit(String batchId) {
    return inCommit != null && inCommit.id().equals(batchId);
  }

  /** Seals what the sink holds together with the progress of the partitions, and submits it. */
  void sealAndSubmit(AssignedPartitions partitions, TopicDescription topic) {
    List<TxnChange> txns = new ArrayList<>();
    Map<Integer, Long> unmoved = new HashMap<>();
    for (PartitionProgress progress : partitions.progress()) {
      if (progress.movedSinceSeal()) {
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
    for (PartitionProgress progress : partitions.progress()) {
      if (progress.movedSinceSeal()) {
        progress.sealedAtDone();
      }
    }
    submit(txns);
  }

  /** Submits the stream's start offsets alone, before anything is read. */
  void submitStartOffsets(TopicDescription topic, Map<Integer, Long> startOffsets) {
    submit(initialisation(topic, topic.partitionCount(), startOffsets, List.of()));
  }

  private void submit(List<TxnChange> txns) {
    SealedBatch batch = sink.seal(TxnUpdate.append(txns));
    inCommit = batch;
    sink.submit(batch);
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
    txns.add(new TxnChange(names.partitions(), table.txnVersion(names.partitions()), count));
    return txns;
  }

  private static int partitionCount(AssignedPartitions partitions, TopicDescription topic) {
    int count = topic.partitionCount();
    for (PartitionProgress progress : partitions.progress()) {
      count = Math.max(count, progress.partition() + 1);
    }
    return count;
  }

  /** The batch in commit is in the table. */
  void committed(CommitReport report, Collection<PartitionProgress> partitions, long nowMillis) {
    Map<String, Txn> changed = new HashMap<>();
    for (TxnChange change : inCommit.txns()) {
      changed.put(change.appId(), new Txn(change.version(), nowMillis));
    }
    table = table.advancedTo(Math.max(table.version(), report.version()), changed);
    for (PartitionProgress progress : partitions) {
      progress.committed();
      if (changed.containsKey(names.partition(progress.partition()))) {
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
    return rows;
  }
}
