package io.deltaingest.delta.sink;

import io.deltaingest.delta.file.TableFileWriter;
import io.deltaingest.delta.file.TableLayouts;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.row.RowBatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes the rows of one sink to files, on a thread of its own, and passes the files on. The
 * methods are called on the ingest thread and don't wait.
 *
 * <p>What it holds stays within the limit that it is given, but for one row batch: rows that wait
 * make it ask for no more, and files that grow beyond it are ended, whatever their size.
 */
final class BatchEncoder {

  /** Row batches waiting, from which on the ingest thread should read no more. */
  private static final int BACKLOG = 6;

  /** The part of the limit that waiting rows may take; as much may lie idle, to be used again. */
  private static final int PART_FOR_ROWS = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TableStorage storage;
  private final TableLayouts layouts;
  private final IngestObserver observer;
  private final LongSupplier limit;
  private final Runnable onRoom;
  private final SinkThread encoder;
  private final FileFinisher finisher;
  private final RowBatchPool pool;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong rowBytes = new AtomicLong();
  private final AtomicLong fileBytes = new AtomicLong();

  // Encoder thread.
  private TableSnapshot writerTable;
  private TableFileWriter writer;

  /**
   * @param name {@code <stream>-<n>}, for the names of the threads
   * @param layouts asked how a table's columns are stored; the encoder's thread
   * @param limit heap bytes that all of it may take; asked on several threads
   * @param onComplete takes a submitted batch whose files are all durable; the finisher's thread
   * @param onRoom told when the backlog has become short; the encoder's thread
   */
  BatchEncoder(
      String name,
      TableStorage storage,
      TableLayouts layouts,
      IngestObserver observer,
      LongSupplier limit,
      Consumer<SinkBatch> onComplete,
      Runnable onRoom) {
    this.storage = storage;
    this.layouts = layouts;
    this.observer = observer;
    this.limit = limit;
    this.onRoom = onRoom;
    pool = new RowBatchPool(this::mostIdleBytes);
    encoder = new SinkThread("encode-" + name);
    finisher = new FileFinisher(name, storage, observer, onComplete);
  }

  private long mostIdleBytes() {
    return limit.getAsLong() / PART_FOR_ROWS;
  }

  /** An empty row batch of that schema. */
  RowBatch newRows(TableSnapshot table) {
    return pool.take(table.schema());
  }

  boolean hasRoom() {
    int batches = waiting.get();
    return batches == 0
        || (batches < BACKLOG && rowBytes.get() < limit.getAsLong() / PART_FOR_ROWS);
  }

  /** Heap bytes of waiting rows, open files, and ended ones up to their commit. Any thread. */
  long heapBytes() {
    return rowBytes.get() + fileBytes.get() + finisher.heapBytes();
  }

  /** Writes the rows to the batch's files. */
  void append(SinkBatch batch, RowBatch rows) {
    long bytes = rows.heapBytes();
    rowBytes.addAndGet(bytes);
    waiting.incrementAndGet();
    encoder.execute(() -> encode(batch, rows, bytes));
  }

  /** Ends the batch's files. */
  void end(SinkBatch batch) {
    encoder.execute(() -> endFiles(batch));
  }

  /** Gives up a dropped batch's files, also those that are complete. */
  void discard(SinkBatch batch) {
    encoder.execute(
        () -> {
          abort(batch);
          batch.ended(finisher).complete();
          cleanUp(batch);
        });
  }

  /** Holds nothing of a settled or dropped batch any more, nor its files but those of a version. */
  void cleanUp(SinkBatch batch) {
    batch.forgetEnded();
    finisher.cleanUp(batch);
  }

  /** As {@link #cleanUp}, on the calling thread: for when the encoder's have ended. */
  void deleteUnreferenced(SinkBatch batch) {
    finisher.deleteUnreferenced(batch);
  }

  /** Ends the threads, in some seconds at the most. */
  void close() {
    encoder.close(PATIENCE);
    finisher.close();
  }

  private void encode(SinkBatch batch, RowBatch rows, long bytes) {
    try {
      if (!batch.isDropped() && !batch.hasFailed()) {
        long start = System.nanoTime();
        TableFileWriter.FileSet files = openFiles(batch);
        files.append(rows, mostFileBytes(), batch.ended(finisher)::add);
        fileBytes.addAndGet(batch.account(files.heapBytes()));
        batch.setEncodedBytes(files.encodedBytes());
        observer.rowBatchCompleted(rows.rowCount(), System.nanoTime() - start);
      }
    } catch (Throwable failure) {
      abort(batch);
      batch.fail(
          Failures.of("Writing data files of " + storage.location() + " failed", failure, storage));
    } finally {
      boolean hadRoom = hasRoom();
      pool.giveBack(rows);
      rowBytes.addAndGet(-bytes);
      waiting.decrementAndGet();
      if (!hadRoom && hasRoom()) {
        onRoom.run();
      }
    }
  }

  /** What the rows and ended files leave to open ones; never so little that each row ends one. */
  private long mostFileBytes() {
    long all = limit.getAsLong();
    return Math.max(all / 2, all - rowBytes.get() - finisher.heapBytes());
  }

  private TableFileWriter.FileSet openFiles(SinkBatch batch) {
    if (batch.open() == null) {
      TableSnapshot table = batch.table();
      if (writer == null
          || !table.tableId().equals(writerTable.tableId())
          || !table.rules().equals(writerTable.rules())) {
        writer = new TableFileWriter(table, layouts.of(table), storage.data(), this::mostIdleBytes);
        writerTable = table;
      }
      batch.setOpen(writer.begin());
    }
    return batch.open();
  }

  private void endFiles(SinkBatch batch) {
    TableFileWriter.FileSet files = batch.open();
    FileFinisher.Files ended = batch.ended(finisher);
    if (batch.isDropped() || batch.hasFailed()) {
      abort(batch);
    } else if (files != null) {
      try {
        files.end(ended::add);
        fileBytes.addAndGet(batch.account(0));
        batch.setOpen(null);
      } catch (Throwable failure) {
        abort(batch);
        batch.fail(
            Failures.of(
                "Writing data files of " + storage.location() + " failed", failure, storage));
      }
    }
    ended.complete();
  }

  private void abort(SinkBatch batch) {
    TableFileWriter.FileSet files = batch.open();
    if (files != null) {
      fileBytes.addAndGet(batch.account(0));
      batch.setOpen(null);
      batch.setEncodedBytes(0);
      files.abort();
    }
  }
}
