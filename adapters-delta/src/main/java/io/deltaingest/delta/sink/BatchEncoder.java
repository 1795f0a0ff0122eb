package io.deltaingest.delta.sink;

import io.deltaingest.delta.file.TableFileWriter;
import io.deltaingest.delta.file.TableLayouts;
import io.deltaingest.delta.file.WrittenFile;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.row.RowBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writes the rows of one sink to files, and makes the files durable: two threads, one after the
 * other. The methods are called on the ingest thread and don't wait.
 */
final class BatchEncoder {

  /** Row batches waiting, from which on the ingest thread should read no more. */
  private static final int BACKLOG = 6;

  /**
   * Files that one row batch opened, from which on only one may wait: what the next ones will hold
   * is seen only when they are encoded.
   */
  private static final int MANY_NEW_FILES = 256;

  /** Ended files that may be open at a time: a batch may have one for each of many partitions. */
  private static final int MOST_OPEN_FILES = 128;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TableStorage storage;
  private final TableLayouts layouts;
  private final IngestObserver observer;
  private final Consumer<SinkBatch> onComplete;
  private final Runnable onRoom;
  private final SinkThread encoder;
  private final SinkThread finisher;
  private final RowBatchPool pool = new RowBatchPool();
  private final AtomicInteger waiting = new AtomicInteger();

  // Written by the encoder's thread.
  private volatile int backlog = BACKLOG;
  private final AtomicLong rowBytes = new AtomicLong();
  private final AtomicLong fileBytes = new AtomicLong();

  // Encoder thread.
  private TableSnapshot writerTable;
  private TableFileWriter writer;

  /**
   * @param name {@code <stream>-<n>}, for the names of the threads
   * @param layouts asked how a table's columns are stored; the encoder's thread
   * @param onComplete takes a submitted batch whose files are all durable; the finisher's thread
   * @param onRoom told when the backlog has become short; the encoder's thread
   */
  BatchEncoder(
      String name,
      TableStorage storage,
      TableLayouts layouts,
      IngestObserver observer,
      Consumer<SinkBatch> onComplete,
      Runnable onRoom) {
    this.storage = storage;
    this.layouts = layouts;
    this.observer = observer;
    this.onComplete = onComplete;
    this.onRoom = onRoom;
    encoder = new SinkThread("encode-" + name);
    finisher = new SinkThread("finish-" + name);
  }

  /** An empty row batch of that schema. */
  RowBatch newRows(TableSnapshot table) {
    return pool.take(table.schema());
  }

  boolean hasRoom() {
    return waiting.get() < backlog;
  }

  /** Heap bytes of waiting rows and open files. */
  long heapBytes() {
    return rowBytes.get() + fileBytes.get();
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
          cleanUp(batch);
        });
  }

  /** Removes a settled or dropped batch's files if they did not get into a version. */
  void cleanUp(SinkBatch batch) {
    finisher.execute(() -> deleteUnreferenced(batch));
  }

  /** Ends both threads, in some seconds at the most. */
  void close() {
    encoder.close(PATIENCE);
    finisher.close(PATIENCE);
  }

  private void encode(SinkBatch batch, RowBatch rows, long bytes) {
    try {
      if (!batch.isDropped() && !batch.hasFailed()) {
        long start = System.nanoTime();
        TableFileWriter.FileSet files = openFiles(batch);
        int open = files.count();
        files.append(rows);
        backlog = files.count() - open > MANY_NEW_FILES ? 1 : BACKLOG;
        fileBytes.addAndGet(batch.account(files.heapBytes()));
        batch.setEncodedBytes(files.encodedBytes());
        observer.rowBatchCompleted(rows.rowCount(), System.nanoTime() - start);
      }
    } catch (Throwable failure) {
      abort(batch);
      batch.fail(
          Failures.of("Writing data files of " + storage.location() + " failed", failure, storage));
    } finally {
      pool.giveBack(rows);
      rowBytes.addAndGet(-bytes);
      if (waiting.decrementAndGet() == backlog - 1) {
        onRoom.run();
      }
    }
  }

  private TableFileWriter.FileSet openFiles(SinkBatch batch) {
    if (batch.open() == null) {
      TableSnapshot table = batch.table();
      if (writer == null
          || !table.tableId().equals(writerTable.tableId())
          || !table.rules().equals(writerTable.rules())) {
        writer = new TableFileWriter(table, layouts.of(table), storage.data());
        writerTable = table;
      }
      batch.setOpen(writer.begin());
    }
    return batch.open();
  }

  private void endFiles(SinkBatch batch) {
    if (batch.isDropped() || batch.hasFailed()) {
      abort(batch);
      return;
    }
    TableFileWriter.FileSet files = batch.open();
    Finishing finishing = new Finishing(batch);
    if (files != null) {
      try {
        files.end(finishing::handOver);
        fileBytes.addAndGet(batch.account(0));
        batch.setOpen(null);
      } catch (Throwable failure) {
        abort(batch);
        batch.fail(
            Failures.of(
                "Writing data files of " + storage.location() + " failed", failure, storage));
      }
    }
    finisher.execute(finishing::complete);
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

  /** The files of one batch on their way to being durable: ended by the encoder, finished here. */
  private final class Finishing {
    private final SinkBatch batch;
    private final Semaphore open = new Semaphore(MOST_OPEN_FILES);
    private final List<DataFile> finished = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    Finishing(SinkBatch batch) {
      this.batch = batch;
    }

    /** The encoder; waits while too many ended files are open. */
    void handOver(WrittenFile file) {
      open.acquireUninterruptibly();
      finisher.execute(() -> finish(file));
    }

    private void finish(WrittenFile file) {
      try {
        if (batch.isDropped() || batch.hasFailed()) {
          file.output().abort();
          return;
        }
        DataFile complete = file.finish();
        finished.add(complete);
        paths.add(file.path());
        observer.fileWritten(complete.sizeBytes(), complete.rows());
      } catch (Throwable failure) {
        file.output().abort();
        failed(failure);
      } finally {
        open.release();
      }
    }

    void complete() {
      try {
        if (batch.isDropped() || batch.hasFailed()) {
          paths.forEach(BatchEncoder.this::deleteQuietly);
          return;
        }
        storage.data().syncFolders(paths);
        if (batch.complete(finished, paths)) {
          onComplete.accept(batch);
        }
      } catch (Throwable failure) {
        failed(failure);
        paths.forEach(BatchEncoder.this::deleteQuietly);
      }
    }

    private void failed(Throwable failure) {
      batch.fail(
          Failures.of(
              "Completing data files of " + storage.location() + " failed", failure, storage));
    }
  }

  /** As {@link #cleanUp}, on the calling thread: for when the encoder's have ended. */
  void deleteUnreferenced(SinkBatch batch) {
    batch.takeUnreferencedPaths().forEach(this::deleteQuietly);
  }

  private void deleteQuietly(String path) {
    try {
      storage.data().delete(path);
    } catch (IOException | RuntimeException left) {
      // An unreferenced file is harmless, and VACUUM removes it.
    }
  }
}
