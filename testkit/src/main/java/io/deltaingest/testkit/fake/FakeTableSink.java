package io.deltaingest.testkit.fake;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitProtocol;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.ingest.Clock;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.testkit.fake.FakeTable.Row;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/**
 * A sink without threads over a {@link FakeTable}: rows are "encoded" when they are appended, and a
 * submitted batch is committed by the real protocol when its outcome is asked for, unless a test
 * holds commits back.
 */
public final class FakeTableSink implements TableSink {

  /** Bytes that a row is said to take in a file. */
  public static final int BYTES_PER_ROW = 100;

  private final FakeTable table;
  private final Clock clock;
  private final Duration outcomeWait;
  private final Queue<CommitMember> submitted = new ArrayDeque<>();
  private final List<Row> held = new ArrayList<>();
  private final List<Integer> appendedBatches = new ArrayList<>();
  private TableSnapshot snapshot;
  private final Map<String, CommitMember> sealed = new HashMap<>();
  private boolean commitsHeld;
  private boolean ready = true;
  private boolean closed;

  /**
   * @param clock advanced by the time that a caller waits in vain
   */
  public FakeTableSink(FakeTable table, FakeClock clock) {
    this.table = table;
    this.clock = clock;
    this.outcomeWait = Duration.ofMillis(100);
  }

  /** While held, no submitted batch is committed and no outcome comes. */
  public void holdCommits(boolean hold) {
    commitsHeld = hold;
  }

  /** Whether the sink says that it keeps up. */
  public void setReady(boolean isReady) {
    ready = isReady;
  }

  public boolean closed() {
    return closed;
  }

  /** Row counts of the batches that were appended, in order. */
  public List<Integer> appendedBatches() {
    return List.copyOf(appendedBatches);
  }

  /** Submitted batches whose outcome is still to come. */
  public int inCommit() {
    return submitted.size();
  }

  @Override
  public void begin(TableSnapshot newSnapshot) {
    discard();
    snapshot = newSnapshot;
  }

  @Override
  public RowBatch newBatch() {
    return new RowBatch(snapshot.schema());
  }

  @Override
  public void append(RowBatch rows) {
    appendedBatches.add(rows.rowCount());
    IntVector partitions = (IntVector) rows.column(0);
    LongVector offsets = (LongVector) rows.column(1);
    for (int i = 0; i < rows.rowCount(); i++) {
      held.add(new Row(partitions.get(i), offsets.get(i)));
    }
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public long encodedBytes() {
    return (long) held.size() * BYTES_PER_ROW;
  }

  @Override
  public long heapBytes() {
    return encodedBytes();
  }

  @Override
  public SealedBatch seal(TxnUpdate update) {
    SealedBatch batch = new SealedBatch(nextId(), update, held.size());
    List<DataFile> files = new ArrayList<>();
    if (!held.isEmpty()) {
      table.storeFile(batch.id(), List.copyOf(held));
      files.add(
          new DataFile(batch.id(), Map.of(), encodedBytes(), clock.millis(), held.size(), "{}"));
    }
    held.clear();
    return keep(batch, files);
  }

  @Override
  public SealedBatch sealEmpty(TxnUpdate update) {
    return keep(new SealedBatch(nextId(), update, 0), List.of());
  }

  private SealedBatch keep(SealedBatch batch, List<DataFile> files) {
    sealed.put(batch.id(), CommitMember.of(batch, files, snapshot, "fake"));
    return batch;
  }

  private static String nextId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void submit(SealedBatch batch) {
    CommitMember member = sealed.remove(batch.id());
    if (member == null) {
      throw new IllegalArgumentException("not a sealed batch: " + batch);
    }
    submitted.add(member);
  }

  @Override
  public void discard() {
    held.clear();
    sealed.clear();
  }

  @Override
  public Optional<CommitOutcome> awaitOutcome(Duration timeout) {
    if (commitsHeld || submitted.isEmpty()) {
      if (!timeout.isZero() && clock instanceof FakeClock fake) {
        fake.advance(timeout.compareTo(outcomeWait) < 0 ? timeout : outcomeWait);
      }
      return Optional.empty();
    }
    CommitMember member = submitted.remove();
    CommitProtocol protocol =
        new CommitProtocol(
            table, attempt -> attempt < 20, clock::nanos, clock::millis, snapshot, () -> {});
    return Optional.of(protocol.commit(List.of(member)).get(member.batch().id()));
  }

  @Override
  public void onProgress(Runnable callback) {}

  @Override
  public void close() {
    closed = true;
    discard();
  }
}
