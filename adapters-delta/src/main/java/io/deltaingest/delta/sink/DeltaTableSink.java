package io.deltaingest.delta.sink;

import io.deltaingest.delta.file.TableLayouts;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.RowBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes one worker's rows to Parquet files and commits them, with the offsets, to a Delta table.
 * See the package for its threads.
 */
public final class DeltaTableSink implements TableSink {

  private final BatchEncoder encoder;
  private final CommitLane lane;
  private final String queryId;
  private final boolean checkpoints;
  private final IngestObserver observer;
  private final Object news = new Object();
  private volatile Runnable onProgress = () -> {};

  // Ingest thread.
  private final Map<String, SinkBatch> sealed = new LinkedHashMap<>();
  private final Deque<SinkBatch> submitted = new ArrayDeque<>();
  private TableSnapshot table;
  private SinkBatch building;
  private boolean closed;

  /**
   * @param name {@code <stream>-<worker>}, for the names of threads
   * @param storage the table's storage
   * @param layouts how the table's columns are stored
   * @param lane the table's commit lane
   * @param queryId the stream's app id
   * @param checkpoints whether checkpoints are written when due
   * @param observer told what the port's contract says
   * @param limit heap bytes that rows and files may take before files are ended early; any thread
   */
  public DeltaTableSink(
      String name,
      TableStorage storage,
      TableLayouts layouts,
      CommitLane lane,
      String queryId,
      boolean checkpoints,
      IngestObserver observer,
      LongSupplier limit) {
    this.lane = lane;
    this.queryId = queryId;
    this.checkpoints = checkpoints;
    this.observer = observer;
    this.encoder =
        new BatchEncoder(name, storage, layouts, observer, limit, this::passOn, this::tellProgress);
  }

  @Override
  public void begin(TableSnapshot snapshot) {
    discard();
    lane.begin(snapshot);
    table = snapshot;
    building = new SinkBatch(snapshot, this::tellProgress);
  }

  @Override
  public RowBatch newBatch() {
    return encoder.newRows(table);
  }

  @Override
  public void append(RowBatch rows) {
    building.addRows(rows.rowCount());
    encoder.append(building, rows);
  }

  @Override
  public boolean ready() {
    return encoder.hasRoom();
  }

  @Override
  public long encodedBytes() {
    return building == null ? 0 : building.encodedBytes();
  }

  @Override
  public long heapBytes() {
    return encoder.heapBytes();
  }

  @Override
  public SealedBatch seal(TxnUpdate update) {
    SinkBatch ending = building;
    building = new SinkBatch(table, this::tellProgress);
    return end(ending, update);
  }

  @Override
  public SealedBatch sealEmpty(TxnUpdate update) {
    return end(new SinkBatch(table, this::tellProgress), update);
  }

  private SealedBatch end(SinkBatch ending, TxnUpdate update) {
    SealedBatch result = ending.seal(update);
    sealed.put(result.id(), ending);
    encoder.end(ending);
    return result;
  }

  @Override
  public void submit(SealedBatch batch) {
    SinkBatch ending = sealed.remove(batch.id());
    if (ending == null) {
      throw new IllegalStateException("batch " + batch.id() + " is not sealed, or was dropped");
    }
    submitted.add(ending);
    if (ending.submit()) {
      passOn(ending);
    }
  }

  @Override
  public void discard() {
    sealed.values().forEach(this::drop);
    sealed.clear();
    if (building != null) {
      drop(building);
      building = new SinkBatch(table, this::tellProgress);
    }
  }

  @Override
  public Optional<CommitOutcome> awaitOutcome(Duration timeout) {
    long until = System.nanoTime() + timeout.toNanos();
    synchronized (news) {
      while (submitted.isEmpty() || submitted.peek().outcome() == null) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          return Optional.empty();
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(news, left);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }
    }
    SinkBatch settled = submitted.remove();
    encoder.cleanUp(settled);
    return Optional.of(settled.outcome());
  }

  @Override
  public void onProgress(Runnable callback) {
    onProgress = callback;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    discard();
    // Those in the lane are past dropping; those that the finisher still holds must not get there.
    submitted.forEach(SinkBatch::drop);
    encoder.close();
    lane.leave(this);
    submitted.forEach(encoder::deleteUnreferenced);
  }

  private void drop(SinkBatch batch) {
    batch.drop();
    encoder.discard(batch);
  }

  /** A complete, submitted batch goes to the commit lane. Ingest thread or finisher. */
  private void passOn(SinkBatch batch) {
    lane.add(
        new CommitLane.Entry(
            this,
            batch.member(queryId),
            checkpoints,
            new CommitLane.Listener() {
              @Override
              public void retried() {
                observer.commitRetried();
              }

              @Override
              public void settled(CommitOutcome outcome) {
                batch.settle(outcome);
              }
            }));
  }

  private void tellProgress() {
    synchronized (news) {
      news.notifyAll();
    }
    onProgress.run();
  }
}
