package io.deltaingest.delta.sink;

import io.deltaingest.delta.file.WrittenFile;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.port.IngestObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Makes the ended files of one sink durable. A thread takes the batches, one after the other; where
 * a batch has several files, some more threads sync them side by side, since a sync is waiting, not
 * work. Each file is one thread's at a time.
 */
final class FileFinisher {

  /** Syncs under way at a time: a file system writes several in little more time than one. */
  private static final int SYNCS = 8;

  /** Ended files that may be open at a time: a batch may have one for each of many partitions. */
  private static final int MOST_OPEN_FILES = 128;

  /** Heap of an ended file that is still open: what it gathers small writes in. */
  private static final long OPEN_FILE_BYTES = 17 << 10;

  /** Heap of an ended file until it is committed, beside its texts: objects, its log entry. */
  private static final long ENDED_FILE_BYTES = 1024;

  /** Statistics and path: here, once more and quoted in the log entry, and in its bytes. */
  private static final int COPIES_OF_TEXTS = 3;

  private static final long IDLE_SECONDS = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TableStorage storage;
  private final IngestObserver observer;
  private final Consumer<SinkBatch> onComplete;
  private final SinkThread thread;
  private final ThreadPoolExecutor syncs;
  private final Semaphore open = new Semaphore(MOST_OPEN_FILES);
  private final AtomicLong heapBytes = new AtomicLong();

  /**
   * @param name {@code <stream>-<n>}, for the names of the threads
   * @param onComplete takes a submitted batch whose files are all durable; the finisher's thread
   */
  FileFinisher(
      String name, TableStorage storage, IngestObserver observer, Consumer<SinkBatch> onComplete) {
    this.storage = storage;
    this.observer = observer;
    this.onComplete = onComplete;
    thread = new SinkThread("finish-" + name);
    AtomicInteger number = new AtomicInteger();
    syncs =
        new ThreadPoolExecutor(
            SYNCS,
            SYNCS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread made = new Thread(task, "sync-" + name + "-" + number.getAndIncrement());
              made.setDaemon(true);
              return made;
            });
    syncs.allowCoreThreadTimeOut(true);
  }

  /** Heap bytes of ended files, those included that only wait for their commit. */
  long heapBytes() {
    return heapBytes.get();
  }

  /** The files of a batch, which come as they end. */
  Files begin(SinkBatch batch) {
    return new Files(batch);
  }

  /** Removes a settled or dropped batch's files if they did not get into a version. */
  void cleanUp(SinkBatch batch) {
    thread.execute(() -> deleteUnreferenced(batch));
  }

  /** As {@link #cleanUp}, on the calling thread: for when the finisher's has ended. */
  void deleteUnreferenced(SinkBatch batch) {
    batch.takeUnreferencedPaths().forEach(this::deleteQuietly);
  }

  /** Ends the threads, in some seconds at the most. */
  void close() {
    thread.close(PATIENCE);
    syncs.shutdown();
  }

  /**
   * The files of one batch on their way to being durable. The methods are called on the encoder's
   * thread, {@link #forget} on any.
   */
  final class Files {
    private final SinkBatch batch;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();

    // The finisher's thread.
    private boolean completed;

    // Guarded by this.
    private int unfinished;
    private long held;
    private boolean forgotten;

    private Files(SinkBatch batch) {
      this.batch = batch;
    }

    /** Takes an ended file; waits while too many are open. */
    void add(WrittenFile file) {
      open.acquireUninterruptibly();
      heapBytes.addAndGet(OPEN_FILE_BYTES);
      hold(
          ENDED_FILE_BYTES
              + (long) COPIES_OF_TEXTS * (file.statistics().length() + file.path().length()));
      try {
        syncs.execute(() -> finish(file));
      } catch (RuntimeException | Error refused) {
        // Closed, or no thread to be had: whoever waits for the file must not wait for ever.
        giveUp(file, refused);
      }
    }

    /** No more files come: completes the batch, or deletes what a dropped one has. */
    void complete() {
      thread.execute(this::completeOnce);
    }

    /** Nothing of the batch is held any more, and what may still come does not count. */
    synchronized void forget() {
      forgotten = true;
      heapBytes.addAndGet(-held);
      held = 0;
    }

    private void finish(WrittenFile file) {
      try {
        if (batch.isDropped() || batch.hasFailed()) {
          file.output().abort();
        } else {
          DataFile complete = file.finish();
          finished.add(new Finished(complete, file.path()));
        }
      } catch (Throwable failure) {
        giveUp(file, failure);
        return;
      }
      over();
    }

    private void giveUp(WrittenFile file, Throwable failure) {
      file.output().abort();
      failed(failure);
      over();
    }

    private void over() {
      heapBytes.addAndGet(-OPEN_FILE_BYTES);
      open.release();
      synchronized (this) {
        unfinished--;
        notifyAll();
      }
    }

    private synchronized void hold(long bytes) {
      unfinished++;
      if (!forgotten) {
        held += bytes;
        heapBytes.addAndGet(bytes);
      }
    }

    private void completeOnce() {
      if (completed) {
        return;
      }
      completed = true;
      try {
        awaitFiles();
        List<String> paths = finished.stream().map(Finished::path).toList();
        if (!isGivenUp()) {
          syncFolders(paths);
        }
        if (isGivenUp()) {
          paths.forEach(FileFinisher.this::deleteQuietly);
          return;
        }
        List<DataFile> files = finished.stream().map(Finished::file).toList();
        // Before the batch goes on, so that nobody hears of the commit first.
        files.forEach(file -> observer.fileWritten(file.sizeBytes(), file.rows()));
        if (batch.complete(files, paths)) {
          onComplete.accept(batch);
        }
      } catch (Throwable failure) {
        failed(failure);
        finished.forEach(file -> deleteQuietly(file.path()));
      }
    }

    private boolean isGivenUp() {
      return batch.isDropped() || batch.hasFailed();
    }

    private synchronized void awaitFiles() throws InterruptedException {
      while (unfinished > 0) {
        wait();
      }
    }

    private void failed(Throwable failure) {
      batch.fail(
          Failures.of(
              "Completing data files of " + storage.location() + " failed", failure, storage));
    }
  }

  /**
   * @param file as it goes into the commit
   * @param path relative to the table
   */
  private record Finished(DataFile file, String path) {}

  /** Each folder once; many of them side by side. */
  private void syncFolders(List<String> paths) throws IOException, InterruptedException {
    Map<String, String> oneOfEach = new LinkedHashMap<>();
    for (String path : paths) {
      oneOfEach.putIfAbsent(path.substring(0, path.lastIndexOf('/') + 1), path);
    }
    List<String> chosen = new ArrayList<>(oneOfEach.values());
    if (chosen.size() <= 1) {
      storage.data().syncFolders(chosen);
      return;
    }
    int step = (chosen.size() + SYNCS - 1) / SYNCS;
    List<Future<?>> parts = new ArrayList<>();
    for (int from = 0; from < chosen.size(); from += step) {
      Collection<String> part = chosen.subList(from, Math.min(chosen.size(), from + step));
      parts.add(
          syncs.submit(
              () -> {
                storage.data().syncFolders(part);
                return null;
              }));
    }
    for (Future<?> part : parts) {
      await(part);
    }
  }

  private static void await(Future<?> part) throws IOException, InterruptedException {
    try {
      part.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  private void deleteQuietly(String path) {
    try {
      storage.data().delete(path);
    } catch (IOException | RuntimeException left) {
      // An unreferenced file is harmless, and VACUUM removes it.
    }
  }
}
