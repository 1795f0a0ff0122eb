package io.deltaingest.domain.port;

import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.row.RowBatch;
import java.time.Duration;
import java.util.Optional;

/**
 * Where one worker's rows go: into data files, and with the offsets into one Delta version.
 *
 * <p>All methods are called on the ingest thread and none but {@link #awaitOutcome} waits:
 * encoding, upload and commit run elsewhere, bounded. One batch may be in commit while the next is
 * built. What became of a batch comes back as an outcome, in the order of submission.
 */
public interface TableSink extends AutoCloseable {

  /**
   * Starts afresh on that version of the table: like {@link #discard()}, and later files are
   * written by its schema and rules.
   */
  void begin(TableSnapshot snapshot);

  /** An empty batch of the current schema; the caller owns it until {@link #append}. */
  RowBatch newBatch();

  /**
   * Takes the rows; ownership passes to the sink. Accepted even when {@link #ready()} is false, so
   * that a poll's messages need no second place to wait.
   */
  void append(RowBatch rows);

  /** Whether the sink keeps up. While it is false, the caller should not poll for more. */
  boolean ready();

  /** Bytes written into the open files so far (encoded, compressed), at least approximately. */
  long encodedBytes();

  /** Heap bytes that the open rows and files hold. */
  long heapBytes();

  /**
   * Ends the batch that is being built: closes its files and uploads them, elsewhere. The next
   * {@link #append} begins a new batch.
   *
   * @param update what the batch's commit does to the table's transaction identifiers, with the
   *     values that it was built on
   */
  SealedBatch seal(TxnUpdate update);

  /**
   * A batch without rows, beside the one that is being built and without touching it. To be
   * submitted as the others are.
   */
  SealedBatch sealEmpty(TxnUpdate update);

  /**
   * Puts a sealed batch into the commit queue, at any time after it was sealed. Its outcome will
   * come exactly once.
   */
  void submit(SealedBatch batch);

  /**
   * Drops open rows and sealed batches that were not submitted. A batch in commit cannot be called
   * back: its outcome still comes, and may be that it landed.
   */
  void discard();

  /** The next outcome; waits for it up to {@code timeout} (zero: not at all). */
  Optional<CommitOutcome> awaitOutcome(Duration timeout);

  /** Called (on any thread, cheap) whenever an outcome or room for rows has come. */
  void onProgress(Runnable callback);

  /**
   * Gives up everything that is not committed, stops the threads and closes what is open, within
   * some seconds. Commits in doubt stay in doubt; the table tells. Idempotent.
   */
  @Override
  void close();
}
