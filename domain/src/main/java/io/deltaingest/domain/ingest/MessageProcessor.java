package io.deltaingest.domain.ingest;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.IngestObserver.PollCounts;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.MessageBatch;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.port.RowTransformerFactory;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.MessageFormat.Tombstones;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.BadRecordPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns polled messages into row batches for the sink, and keeps count of what was no row. */
final class MessageProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(MessageProcessor.class);

  /** Message bytes after which rows are handed on although fewer than the batch size asks for. */
  private static final long MAX_BATCH_BYTES = 8L << 20;

  /** The part of the worker's memory that message bytes may be of before rows are handed on. */
  private static final long BATCHES_IN_BUDGET = 8;

  private final StreamConfig config;
  private final boolean keepsTombstones;
  private final boolean compressed;
  private final LongSupplier heapBudgetBytes;
  private final RowTransformerFactory transformers;
  private final TableSink sink;
  private final IngestObserver observer;
  private final DeadLetters deadLetters;
  private final BadRecords badRecords = new BadRecords();
  private final Map<String, Long> droppedEarlier = new TreeMap<>();
  private final List<StructType> declined = new ArrayList<>();

  private RowTransformer transformer;

  /** Of the message at hand; null where it is no reject. */
  private Rejection rejection;

  private TableSnapshot table;
  private RowBatch rows;
  private long rowsBytes;
  private long batchBytes;
  private long heldRows;
  private int buffered;

  private long messages;
  private long bytes;
  private long tombstones;
  private long filtered;
  private long rowsWritten;

  MessageProcessor(
      StreamConfig config,
      LongSupplier heapBudgetBytes,
      RowTransformerFactory transformers,
      TableSink sink,
      DeadLetters deadLetters,
      IngestObserver observer) {
    this.config = config;
    this.keepsTombstones = config.format().tombstones() == Tombstones.KEEP;
    this.compressed = config.format().compression() != Compression.NONE;
    this.heapBudgetBytes = heapBudgetBytes;
    this.transformers = transformers;
    this.sink = sink;
    this.deadLetters = deadLetters;
    this.observer = observer;
  }

  /** Starts afresh on that table; the sink has begun on it already. */
  void begin(TableSnapshot snapshot) {
    // One that waits for columns would have every message wait for them.
    if (transformer == null
        || transformer.wanted() != null
        || !snapshot.schema().equals(table.schema())) {
      if (transformer != null) {
        transformer
            .droppedProperties()
            .forEach((name, n) -> droppedEarlier.merge(name, n, Long::sum));
      }
      transformer = transformers.create(snapshot.schema());
      declined.forEach(transformer::doWithout);
    }
    table = snapshot;
    drop();
  }

  /** The table will not have those columns: messages do without. After {@link #begin}. */
  void doWithout(StructType columns) {
    if (!columns.fields().isEmpty()) {
      declined.add(columns);
      transformer.doWithout(columns);
    }
  }

  /** Forgets the rows that the sink does not have yet. */
  void drop() {
    rows = null;
    rowsBytes = 0;
    rowsWritten -= heldRows;
    heldRows = 0;
    buffered = 0;
  }

  /**
   * Processes one poll. Progress is noted message by message, and at the end up to the positions of
   * the poll.
   *
   * @return why it stopped before a message; null when it did not
   */
  Halt process(MessageBatch polled, AssignedPartitions partitions) {
    int count = 0;
    int nulls = 0;
    int undecoded = 0;
    int unstored = 0;
    long size = 0;
    long rowsBefore = rowsWritten;
    long filteredBefore = filteredByTransformer();
    Halt halt = null;
    batchBytes = Math.min(MAX_BATCH_BYTES, heapBudgetBytes.getAsLong() / BATCHES_IN_BUDGET);
    while (polled.next()) {
      Message message = polled.message();
      PartitionProgress progress = partitions.find(message.partition());
      if (progress == null || !progress.wants(message.offset())) {
        continue;
      }
      ByteSlice value = message.value();
      count++;
      if (progress.isDeadLetter(message.offset())) {
        progress.doneUpTo(message.offset());
        continue;
      }
      if (value == null && !keepsTombstones) {
        nulls++;
      } else {
        int length = value == null ? 0 : value.length();
        halt = toRows(message, length);
        if (halt instanceof Halt.Away || halt instanceof Halt.Grow) {
          // It will come again.
          count--;
          break;
        }
        size += length;
        if (halt != null) {
          break;
        }
        if (rejection != null) {
          badRecords.add(rejection, message.partition(), message.offset());
          observer.rejected(rejection, message.partition(), message.offset());
          if (rejection.stage() == Rejection.Stage.DECODE) {
            undecoded++;
          } else {
            unstored++;
          }
          StreamFailedException failure = settleRejected(rejection, message, length);
          if (failure != null) {
            halt = new Halt.Failed(failure);
            break;
          }
        }
      }
      progress.doneUpTo(message.offset());
    }
    if (halt == null) {
      noteNextPositions(polled, partitions);
    }
    messages += count;
    bytes += size;
    tombstones += nulls;
    int left = (int) (filteredByTransformer() - filteredBefore);
    filtered += left;
    if (count > 0) {
      int added = (int) (rowsWritten - rowsBefore);
      observer.polled(
          new PollCounts(count, size, nulls, left, undecoded, unstored, added, bufferedBatches()));
    }
    return halt instanceof Halt.Grow ? new Halt.Grow(wantedByTheRest(polled)) : halt;
  }

  /**
   * Looks through the rest of the poll, so that messages that need different columns need one
   * change of the table. Whatever goes wrong with them will be met again.
   */
  private StructType wantedByTheRest(MessageBatch polled) {
    if (rows == null) {
      rows = sink.newBatch();
    }
    int before = rows.rowCount();
    try {
      while (polled.next()) {
        if (keepsTombstones || polled.message().value() != null) {
          transformer.transform(polled.message(), rows);
          rows.rollbackTo(before);
        }
      }
    } catch (IngestException metAgain) {
      LOG.debug("Looking ahead for columns ended early", metAgain);
    }
    return transformer.wanted();
  }

  private long filteredByTransformer() {
    return transformer == null ? 0 : transformer.filtered();
  }

  /** What becomes of a rejected message; the failure to stop before it with, or null. */
  private StreamFailedException settleRejected(Rejection rejection, Message message, int length) {
    if (config.onBadRecord() == BadRecordPolicy.FAIL) {
      return Faults.badRecord(message, rejection);
    }
    if (config.onBadRecord() == BadRecordPolicy.DEAD_LETTER) {
      Rejection misfit = deadLetters.add(message, rejection, length);
      return misfit == null ? null : Faults.unfitDeadLetter(message, rejection, misfit);
    }
    return null;
  }

  /**
   * Makes rows of the message, or notes in {@code rejection} why it is none.
   *
   * @return why it can be neither by now; null when it is one of them
   */
  private Halt toRows(Message message, int length) {
    if (rows == null) {
      rows = sink.newBatch();
    }
    int before = rows.rowCount();
    try {
      rejection = transformer.transform(message, rows);
    } catch (TransientException away) {
      return new Halt.Away(away);
    } catch (ConfigurationException refused) {
      return new Halt.Failed(refused);
    }
    int added = rows.rowCount() - before;
    rowsWritten += added;
    heldRows += added;
    rowsBytes += length;
    if (rows.rowCount() >= config.maxMessagesPerBatch()
        || rowsBytes >= batchBytes
        || (compressed && rows.heapBytes() >= batchBytes)) {
      appendOpenRows();
    }
    return transformer.wanted() == null ? null : new Halt.Grow(transformer.wanted());
  }

  private static void noteNextPositions(MessageBatch polled, AssignedPartitions partitions) {
    for (Map.Entry<Integer, Long> next : polled.nextPositions().entrySet()) {
      PartitionProgress progress = partitions.find(next.getKey());
      if (progress != null) {
        progress.doneUpTo(next.getValue() - 1);
      }
    }
  }

  /** Hands the rows gathered so far to the sink. */
  void appendOpenRows() {
    rowsBytes = 0;
    if (rows == null) {
      return;
    }
    if (rows.isEmpty()) {
      // Its arrays are as large as the largest message that was rejected.
      rows = null;
      return;
    }
    observer.rowBatchStarted(rows.rowCount());
    sink.append(rows);
    buffered++;
    rows = null;
  }

  /** The batch was sealed: nothing is held any more. */
  void sealed() {
    heldRows = 0;
    buffered = 0;
  }

  /** A sealed batch of that many rows did not reach the table. */
  void notCommitted(long lostRows) {
    rowsWritten -= lostRows;
  }

  /** Rows that no sealed batch has. */
  long heldRows() {
    return heldRows;
  }

  /** Heap held by rows that the sink does not have yet. */
  long heapBytes() {
    return rows == null ? 0 : rows.heapBytes();
  }

  private int bufferedBatches() {
    return rows == null ? buffered : buffered + 1;
  }

  long messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }

  long tombstones() {
    return tombstones;
  }

  /** Records that the filter left out. */
  long filtered() {
    return filtered;
  }

  /** Rows that are in the table or on their way, of this worker. */
  long rowsWritten() {
    return rowsWritten;
  }

  /** Rejected messages that are in the dead-letter table or on their way. */
  long deadLetters() {
    return deadLetters.written();
  }

  /** Rejected messages by class, and dead-letter transforms that failed. */
  Map<String, Long> badRecordsByClass() {
    Map<String, Long> counts = badRecords.byClass();
    if (deadLetters.failedTransforms() > 0) {
      counts.put("dead-letter-transform", deadLetters.failedTransforms());
    }
    return counts;
  }

  BadRecords badRecords() {
    return badRecords;
  }

  Map<String, Long> droppedProperties() {
    Map<String, Long> all = new TreeMap<>(droppedEarlier);
    if (transformer != null) {
      transformer.droppedProperties().forEach((name, n) -> all.merge(name, n, Long::sum));
    }
    return all;
  }
}
