package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.RowBatch;
import java.time.Duration;
import java.util.Optional;

/** A sink that does as the one under it. */
class SinkOver implements TableSink {

  final TableSink sink;

  SinkOver(TableSink sink) {
    this.sink = sink;
  }

  @Override
  public void begin(TableSnapshot snapshot) {
    sink.begin(snapshot);
  }

  @Override
  public RowBatch newBatch() {
    return sink.newBatch();
  }

  @Override
  public void append(RowBatch rows) {
    sink.append(rows);
  }

  @Override
  public boolean ready() {
    return sink.ready();
  }

  @Override
  public long encodedBytes() {
    return sink.encodedBytes();
  }

  @Override
  public long heapBytes() {
    return sink.heapBytes();
  }

  @Override
  public SealedBatch seal(TxnUpdate update) {
    return sink.seal(update);
  }

  @Override
  public SealedBatch sealEmpty(TxnUpdate update) {
    return sink.sealEmpty(update);
  }

  @Override
  public void submit(SealedBatch batch) {
    sink.submit(batch);
  }

  @Override
  public void discard() {
    sink.discard();
  }

  @Override
  public Optional<CommitOutcome> awaitOutcome(Duration timeout) {
    return sink.awaitOutcome(timeout);
  }

  @Override
  public void onProgress(Runnable callback) {
    sink.onProgress(callback);
  }

  @Override
  public void close() {
    sink.close();
  }
}
