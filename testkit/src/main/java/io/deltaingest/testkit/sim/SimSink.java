package io.deltaingest.testkit.sim;

import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** One worker's way into one table: files at once, commits through the process's lane. */
final class SimSink implements TableSink {

  /** The last column that every table has. */
  private static final int SERIAL = 2;

  /** Heap and file bytes that a row is said to take. */
  static final int BYTES_PER_ROW = 100;

  private final SimWorld world;
  private final SimWorker worker;
  private final String name;
  private final SimTable table;
  private final SimLane lane;
  private final Map<String, CommitMember> sealed = new HashMap<>();
  private final Queue<CommitOutcome> outcomes = new ArrayDeque<>();
  private final List<SimRow> held = new ArrayList<>();
  private Runnable onProgress = () -> {};
  private TableSnapshot begun;
  private int batches;
  private boolean closed;

  SimSink(SimWorld world, SimWorker worker, String name, SimTable table, SimLane lane) {
    this.world = world;
    this.worker = worker;
    this.name = name;
    this.table = table;
    this.lane = lane;
  }

  /** The id of the table that it began on, or null. */
  String tableId() {
    return begun == null ? null : begun.tableId();
  }

  int heldRows() {
    return held.size();
  }

  /** From the lane: what became of a batch. */
  void settled(CommitOutcome outcome) {
    if (!closed && !worker.dead()) {
      outcomes.add(outcome);
      onProgress.run();
    }
  }

  @Override
  public void begin(TableSnapshot snapshot) {
    worker.at("begin " + name);
    discard();
    lane.begin(snapshot);
    begun = snapshot;
  }

  @Override
  public RowBatch newBatch() {
    return new RowBatch(begun.schema());
  }

  @Override
  public void append(RowBatch rows) {
    if (!rows.schema().equals(begun.schema())) {
      throw new Violation("rows of another schema than the sink began with");
    }
    IntVector partitions = (IntVector) rows.column(0);
    LongVector offsets = (LongVector) rows.column(1);
    LongVector serials = (LongVector) rows.column(SERIAL);
    for (int i = 0; i < rows.rowCount(); i++) {
      held.add(new SimRow(partitions.get(i), offsets.get(i), serials.get(i), valued(rows, i)));
    }
  }

  private static String valued(RowBatch rows, int row) {
    for (int i = SERIAL + 1; i < rows.schema().columns().size(); i++) {
      if (!rows.column(i).isNull(row)) {
        return rows.schema().columns().get(i).name();
      }
    }
    return null;
  }

  @Override
  public boolean ready() {
    return !world.faulty(3);
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
    worker.at("seal " + name);
    SealedBatch batch = new SealedBatch(nextId(), update, held.size());
    List<DataFile> files = new ArrayList<>();
    if (!held.isEmpty()) {
      table.store(
          batch.id(),
          new SimTable.StoredFile(List.copyOf(held), worker.mainTableId(), update.recorder()));
      files.add(new DataFile(batch.id(), Map.of(), encodedBytes(), 0, held.size(), "{}"));
    }
    held.clear();
    return keep(batch, files);
  }

  @Override
  public SealedBatch sealEmpty(TxnUpdate update) {
    return keep(new SealedBatch(nextId(), update, 0), List.of());
  }

  private SealedBatch keep(SealedBatch batch, List<DataFile> files) {
    sealed.put(batch.id(), CommitMember.of(batch, files, begun, SimSettings.APP_ID));
    return batch;
  }

  private String nextId() {
    return worker.name() + "/" + name + "/" + batches++;
  }

  @Override
  public void submit(SealedBatch batch) {
    worker.at("submit " + name);
    CommitMember member = sealed.remove(batch.id());
    if (member == null) {
      throw new IllegalStateException("not sealed, or dropped: " + batch);
    }
    world
        .trace()
        .say(
            () ->
                batch.id()
                    + ": "
                    + rowsOf(member)
                    + " "
                    + batch.txns()
                    + " "
                    + batch.update().checks());
    if (world.faulty(2)) {
      settled(
          new CommitOutcome.Failed(
              batch.id(), new TransientException(Problem.of("The upload failed", "", "")), false));
    } else {
      lane.add(this, member, world.faulty(20) ? world.random().nextInt(8) : 0);
    }
  }

  private List<SimRow> rowsOf(CommitMember member) {
    return member.files().isEmpty() ? List.of() : table.file(member.batch().id()).rows();
  }

  @Override
  public void discard() {
    held.clear();
    sealed.clear();
    worker.dropped();
  }

  @Override
  public Optional<CommitOutcome> awaitOutcome(Duration timeout) {
    worker.at("outcome " + name);
    if (outcomes.isEmpty() && !timeout.isZero()) {
      world.passTime(worker, timeout, () -> !outcomes.isEmpty());
    }
    return Optional.ofNullable(outcomes.poll());
  }

  @Override
  public void onProgress(Runnable callback) {
    onProgress = callback;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      discard();
      lane.leave(this);
    }
  }
}
