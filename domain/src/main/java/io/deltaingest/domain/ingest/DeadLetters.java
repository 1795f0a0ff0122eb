package io.deltaingest.domain.ingest;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnCheck;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.commit.TxnUpdate.OutputMode;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.DeadLetterStore.OffsetRange;
import io.deltaingest.domain.port.DeadLetterTransformer;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.port.TopicDescription;
import io.deltaingest.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of one worker: rows for the dead-letter table, and the identifiers that make
 * them exactly once although two tables can't be changed as one.
 *
 * <p>The dead letters of a batch are committed before the batch. After a crash between the two
 * commits the dead-letter table is ahead: what it recorded in that window stays rejected, and is
 * not recorded again, whatever the transforms say by now.
 *
 * <p>A writer that lost its partitions without knowing it could still make one of its two commits.
 * Two compares keep it out. Each dead-letter commit swaps a counter, and so does the first flush of
 * a partition after it was sought, dead letters or not: a commit that was prepared before that
 * finds another count. And before a worker records dead letters of a partition for the first time
 * after it was sought, it swaps the partition's fence in the main table, which each of its batches
 * compares: a batch that was sealed before that finds another fence.
 */
final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /** Bytes of rows after which they are handed on although fewer than the batch size asks for. */
  private static final long MAX_BATCH_BYTES = 8L << 20;

  /** A row holds a message as text, and in base64 as well where the table has the columns. */
  private static final int COPIES = 4;

  /** What the two tables say of a sought partition, as far as dead letters go. */
  private static final class Part {
    private OptionalLong recordedUpTo;
    private OptionalLong commits;
    private OptionalLong fence;
    private boolean fenced;
    private boolean pending;
  }

  private final DeadLetterParts parts;
  private final TxnNames mainNames;
  private final int batchRows;
  private final TxnRetention retention = new TxnRetention();
  private final Map<Integer, Part> sought = new HashMap<>();

  private DeadLetterNames names;
  private String topic;
  private TableSnapshot table;
  private DeadLetterTransformer transformer;
  private RowBatch rows;
  private long rowsBytes;
  private long heldRows;
  private long inCommitRows;
  private long written;
  private long failedTransformsEarlier;

  /**
   * @param parts null where the stream has no dead-letter table
   */
  DeadLetters(DeadLetterParts parts, TxnNames mainNames, int batchRows) {
    this.parts = parts;
    this.mainNames = mainNames;
    this.batchRows = batchRows;
  }

  boolean enabled() {
    return parts != null;
  }

  TableSink sink() {
    return parts.sink();
  }

  /** Starts afresh from the dead-letter table's newest version; nothing may be in commit. */
  void begin(TableSnapshot main, TopicDescription description) {
    if (!enabled()) {
      return;
    }
    TableSnapshot newest = parts.store().read();
    if (newest.tableId().equals(main.tableId())) {
      throw new ConfigurationException(
          Problem.of(
              "The dead-letter table is the stream's own table",
              "both locations lead to the table with the id " + main.tableId(),
              "Give dead letters a table of their own"));
    }
    names = DeadLetterNames.of(mainNames.appId(), main.tableId(), description);
    topic = description.name();
    if (transformer == null || !newest.schema().equals(table.schema())) {
      if (transformer != null) {
        failedTransformsEarlier += transformer.failedTransforms();
      }
      transformer = parts.transformers().create(newest.schema());
    }
    table = newest;
    parts.sink().begin(newest);
    drop();
    sought.clear();
  }

  /**
   * Looks at the partitions that are being sought.
   *
   * @param main the version of the main table that says where they start
   * @param starts by partition, the first offset to be read
   * @return by partition, ascending, the offsets from there on that are dead letters already; not
   *     there: none. Empty when the dead-letter table changed its schema or rules since it was
   *     begun on, so that everything must start again
   */
  Optional<Map<Integer, long[]>> seek(TableSnapshot main, Map<Integer, Long> starts) {
    if (!enabled() || starts.isEmpty()) {
      return Optional.of(Map.of());
    }
    TableSnapshot newest = parts.store().read();
    if (!newest.rules().equals(table.rules()) || !newest.tableId().equals(table.tableId())) {
      return Optional.empty();
    }
    table = newest;
    Map<Integer, OffsetRange> windows = new HashMap<>();
    starts.forEach(
        (partition, start) -> {
          Part part = new Part();
          part.recordedUpTo = newest.txnVersion(names.partition(partition));
          part.commits = newest.txnVersion(names.commits(partition));
          part.fence = main.txnVersion(mainNames.fence(partition));
          sought.put(partition, part);
          if (part.recordedUpTo.isPresent() && part.recordedUpTo.getAsLong() >= start) {
            windows.put(partition, new OffsetRange(start, part.recordedUpTo.getAsLong()));
          }
        });
    return Optional.of(windows.isEmpty() ? Map.of() : recorded(newest, windows));
  }

  private Map<Integer, long[]> recorded(TableSnapshot newest, Map<Integer, OffsetRange> windows) {
    Optional<Map<Integer, long[]>> recorded =
        parts.store().recorded(newest, names.recorder(), topic, windows);
    if (recorded.isEmpty()) {
      LOG.warn(
          "The dead-letter table has no columns that tell which messages it holds (kafka_topic,"
              + " kafka_partition, kafka_offset): dead letters of {} may be there twice",
          windows);
    }
    return recorded.orElse(Map.of());
  }

  /** Those partitions are another's now. */
  void forget(Collection<Integer> partitions) {
    partitions.forEach(sought::remove);
  }

  /**
   * Takes a rejected message.
   *
   * @return why it does not fit the dead-letter table; null when it does
   */
  Rejection add(Message message, Rejection cause, int length) {
    if (rows == null) {
      rows = parts.sink().newBatch();
    }
    Rejection misfit = transformer.transform(message, cause, rows);
    if (misfit != null) {
      return misfit;
    }
    sought.get(message.partition()).pending = true;
    heldRows++;
    written++;
    rowsBytes += (long) length * COPIES;
    if (rows.rowCount() >= batchRows || rowsBytes >= MAX_BATCH_BYTES) {
      appendOpenRows();
    }
    return null;
  }

  private void appendOpenRows() {
    rowsBytes = 0;
    if (rows != null && !rows.isEmpty()) {
      parts.sink().append(rows);
      rows = null;
    }
  }

  // ---- the commit ----

  /**
   * What has to be in the main table before the dead letters of the batch are committed, so that
   * nobody else's batch lands there any more; empty when it is there.
   */
  Optional<TxnUpdate> fence(Collection<PartitionProgress> moved) {
    List<TxnChange> changes = new ArrayList<>();
    List<TxnCheck> checks = new ArrayList<>();
    for (PartitionProgress progress : moved) {
      Part part = sought.get(progress.partition());
      if (part.pending && !part.fenced) {
        OptionalLong next = OptionalLong.of(part.fence.orElse(0) + 1);
        changes.add(
            new TxnChange(mainNames.fence(progress.partition()), part.fence, next.getAsLong()));
        checks.add(new TxnCheck(mainNames.partition(progress.partition()), progress.stored()));
        part.fence = next;
      }
    }
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new TxnUpdate(changes, checks, OutputMode.APPEND, Optional.empty()));
  }

  /** What the batch compares in the main table besides its offsets. After {@link #fence}. */
  List<TxnCheck> checks(Collection<PartitionProgress> moved) {
    List<TxnCheck> checks = new ArrayList<>();
    if (enabled()) {
      for (PartitionProgress progress : moved) {
        int partition = progress.partition();
        checks.add(new TxnCheck(mainNames.fence(partition), sought.get(partition).fence));
      }
    }
    return checks;
  }

  /**
   * Seals the dead letters of the batch being built.
   *
   * @param moved the partitions that the batch carries on, before they are marked as sealed
   * @param nowMillis identifiers that the table would forget are written again with it
   * @return empty when nothing of it has to go into the dead-letter table
   */
  Optional<SealedBatch> seal(Collection<PartitionProgress> moved, long nowMillis) {
    if (!enabled()) {
      return Optional.empty();
    }
    List<TxnChange> changes = new ArrayList<>();
    for (PartitionProgress progress : moved) {
      int partition = progress.partition();
      Part part = sought.get(partition);
      if (part.fenced && !part.pending) {
        continue;
      }
      long count = part.commits.orElse(0) + 1;
      changes.add(new TxnChange(names.commits(partition), part.commits, count));
      part.commits = OptionalLong.of(count);
      if (part.pending) {
        long upTo = Math.max(part.recordedUpTo.orElse(-1), progress.done());
        changes.add(new TxnChange(names.partition(partition), part.recordedUpTo, upTo));
        part.recordedUpTo = OptionalLong.of(upTo);
      }
      part.pending = false;
      part.fenced = true;
    }
    changes.addAll(refreshes(changes, nowMillis));
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    appendOpenRows();
    inCommitRows = heldRows;
    heldRows = 0;
    return Optional.of(
        parts
            .sink()
            .seal(
                new TxnUpdate(
                    changes, List.of(), OutputMode.APPEND, Optional.of(names.recorder()))));
  }

  /** Identifiers of the sought partitions to be written again unchanged, but those that move. */
  private List<TxnChange> refreshes(List<TxnChange> moving, long nowMillis) {
    if (!TxnRetention.applies(table)) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    sought.forEach(
        (partition, part) -> {
          addUnmoved(ids, names.partition(partition), part.recordedUpTo);
          addUnmoved(ids, names.commits(partition), part.commits);
        });
    moving.forEach(change -> ids.remove(change.appId()));
    return retention.due(table, ids, nowMillis);
  }

  private void addUnmoved(List<String> ids, String id, OptionalLong version) {
    if (table.txnVersion(id).equals(version)) {
      ids.add(id);
    }
  }

  /** Whether the table must be told identifiers again lest it forget them. */
  boolean refreshDue(long nowMillis) {
    return enabled() && !refreshes(List.of(), nowMillis).isEmpty();
  }

  /** Whether the fence of that partition is on its way to another value than that version's. */
  boolean movesFence(int partition, TableSnapshot main) {
    Part part = sought.get(partition);
    return part != null && !part.fence.equals(main.txnVersion(mainNames.fence(partition)));
  }

  /** Whether the dead-letter table forgets identifiers. */
  boolean forgets() {
    return enabled() && table != null && TxnRetention.applies(table);
  }

  /** The dead letters in commit are in their table. */
  void committed(SealedBatch batch, CommitReport report, long nowMillis) {
    table = batch.landed(table, report, nowMillis);
    inCommitRows = 0;
    LOG.debug("Dead letters are in version {} of their table", report.version());
  }

  /** The dead letters in commit did not reach their table, or nobody can say. */
  void notCommitted() {
    written -= inCommitRows;
    inCommitRows = 0;
  }

  /** Forgets what is not in commit; the partitions wait to be sought again. */
  void drop() {
    if (table != null) {
      parts.sink().discard();
    }
    rows = null;
    rowsBytes = 0;
    written -= heldRows;
    heldRows = 0;
  }

  // ---- what it holds ----

  boolean ready() {
    return !enabled() || parts.sink().ready();
  }

  long encodedBytes() {
    return enabled() ? parts.sink().encodedBytes() : 0;
  }

  /** Heap held by rows and open files of dead letters. */
  long heapBytes() {
    return enabled() ? parts.sink().heapBytes() + (rows == null ? 0 : rows.heapBytes()) : 0;
  }

  /** Dead letters that are in the table or on their way, of this worker. */
  long written() {
    return written;
  }

  /** How often a dead-letter transform failed and left its column null. */
  long failedTransforms() {
    return failedTransformsEarlier + (transformer == null ? 0 : transformer.failedTransforms());
  }
}
