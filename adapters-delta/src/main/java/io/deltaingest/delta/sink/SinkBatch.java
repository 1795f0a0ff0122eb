package io.deltaingest.delta.sink;

import io.deltaingest.delta.file.TableFileWriter;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.model.TableSnapshot;
import java.util.List;
import java.util.UUID;

/**
 * One batch on its way from rows to a version. Fields belong to threads as marked; what passes
 * between them is volatile or guarded by the batch's monitor.
 */
final class SinkBatch {

  private final String id = UUID.randomUUID().toString();
  private final TableSnapshot table;
  private final Runnable onOutcome;

  // Ingest thread.
  private long rows;
  private SealedBatch sealed;

  // Encoder thread.
  private TableFileWriter.FileSet open;
  private long accountedBytes;

  // Made by the encoder, forgotten by the ingest thread.
  private volatile FileFinisher.Files ended;

  // Written by the encoder, read by the ingest thread.
  private volatile long encodedBytes;
  private volatile boolean dropped;

  // Guarded by this.
  private List<DataFile> files;
  private IngestException failure;
  private boolean submitted;
  private boolean passedOn;
  private long submittedNanos;
  private long flushNanos;
  private List<String> paths = List.of();

  // Set once, under the monitor; read by anybody.
  private volatile CommitOutcome outcome;

  /**
   * @param onOutcome told when {@link #outcome()} is there; any thread
   */
  SinkBatch(TableSnapshot table, Runnable onOutcome) {
    this.table = table;
    this.onOutcome = onOutcome;
  }

  String id() {
    return id;
  }

  TableSnapshot table() {
    return table;
  }

  // ---- ingest thread ----

  void addRows(long count) {
    rows += count;
  }

  boolean isEmpty() {
    return rows == 0;
  }

  SealedBatch seal(TxnUpdate update) {
    sealed = new SealedBatch(id, update, rows);
    return sealed;
  }

  /** What is to be committed; all files must be complete. */
  synchronized CommitMember member(String queryId) {
    return CommitMember.of(sealed, files, table, queryId);
  }

  long encodedBytes() {
    return encodedBytes;
  }

  void drop() {
    dropped = true;
  }

  boolean isDropped() {
    return dropped;
  }

  /**
   * Notes that the batch may be committed.
   *
   * @return whether it is complete, so that the caller passes it on to the commit lane
   */
  synchronized boolean submit() {
    submitted = true;
    submittedNanos = System.nanoTime();
    if (failure != null) {
      settle(new CommitOutcome.Failed(id, failure, false));
    }
    return isReadyToPassOn();
  }

  /** The outcome, or null before there is one. */
  CommitOutcome outcome() {
    return outcome;
  }

  // ---- encoder thread ----

  TableFileWriter.FileSet open() {
    return open;
  }

  void setOpen(TableFileWriter.FileSet files) {
    open = files;
  }

  void setEncodedBytes(long bytes) {
    encodedBytes = bytes;
  }

  /**
   * Notes the heap bytes that the open files hold, and gives the difference to those noted before.
   */
  long account(long heapBytes) {
    long difference = heapBytes - accountedBytes;
    accountedBytes = heapBytes;
    return difference;
  }

  /** Where the batch's files go when they have ended. */
  FileFinisher.Files ended(FileFinisher finisher) {
    if (ended == null) {
      ended = finisher.begin(this);
    }
    return ended;
  }

  /** The batch is settled or dropped: its ended files count no more. Ingest thread or encoder. */
  void forgetEnded() {
    FileFinisher.Files files = ended;
    if (files != null) {
      files.forget();
    }
  }

  // ---- encoder and finisher ----

  synchronized boolean hasFailed() {
    return failure != null;
  }

  /** Notes why the batch can't be committed; the first reason stays. */
  synchronized void fail(IngestException reason) {
    if (failure == null) {
      failure = reason;
      if (submitted) {
        settle(new CommitOutcome.Failed(id, reason, false));
      }
    }
  }

  /**
   * Notes that all files are durable.
   *
   * @param writtenPaths where they are, relative to the table
   * @return whether the batch is submitted, so that the caller passes it on to the commit lane
   */
  synchronized boolean complete(List<DataFile> written, List<String> writtenPaths) {
    files = written;
    paths = writtenPaths;
    flushNanos = submitted ? System.nanoTime() - submittedNanos : 0;
    return isReadyToPassOn();
  }

  // ---- commit lane ----

  /** Takes the outcome of the commit. */
  synchronized void settle(CommitOutcome result) {
    if (outcome == null) {
      outcome = timed(result);
      onOutcome.run();
    }
  }

  /**
   * Complete files that no version refers to, now that the batch is dropped or settled; given once.
   * After a commit that failed none are given: it may have failed behind the point where the entry
   * was in place, say when its folder could not be synced for want of a right.
   */
  synchronized List<String> takeUnreferencedPaths() {
    boolean mayBeReferenced =
        passedOn
            && (outcome == null
                || outcome instanceof CommitOutcome.Committed
                || outcome instanceof CommitOutcome.AlreadyCommitted
                || outcome instanceof CommitOutcome.Failed);
    if (mayBeReferenced) {
      return List.of();
    }
    List<String> taken = paths;
    paths = List.of();
    return taken;
  }

  private boolean isReadyToPassOn() {
    if (files == null || !submitted || failure != null || dropped || passedOn) {
      return false;
    }
    passedOn = true;
    return true;
  }

  private CommitOutcome timed(CommitOutcome result) {
    if (result instanceof CommitOutcome.Committed committed) {
      return new CommitOutcome.Committed(id, timed(committed.report()));
    }
    if (result instanceof CommitOutcome.AlreadyCommitted committed) {
      return new CommitOutcome.AlreadyCommitted(id, timed(committed.report()));
    }
    return result;
  }

  private CommitReport timed(CommitReport report) {
    return new CommitReport(
        report.version(),
        report.rows(),
        report.files(),
        report.bytes(),
        flushNanos,
        report.commitNanos());
  }
}
