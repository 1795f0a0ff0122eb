package io.deltaingest.delta.support;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One worker's store and sink on a table in a folder, as the launcher opens them. */
public final class TableFixture implements AutoCloseable {

  private final DeltaTables.DeltaTable table;
  private final OffsetStore store;
  private final TableSink sink;

  public TableFixture(Path folder) {
    this(new DeltaTables("test", Clock.systemUTC()), folder, false, 0, IngestObserver.NONE);
  }

  public TableFixture(
      DeltaTables tables, Path folder, boolean checkpoints, int worker, IngestObserver observer) {
    this(tables, config(folder, checkpoints), worker, observer);
  }

  public TableFixture(
      DeltaTables tables, StreamConfig.Table config, int worker, IngestObserver observer) {
    table = tables.open(config);
    store = table.offsetStore();
    sink = table.sink("stream", worker, observer);
    sink.begin(store.read());
  }

  public static StreamConfig.Table config(Path folder, boolean checkpoints) {
    return config(folder, checkpoints, StreamConfig.LogEngine.KERNEL);
  }

  public static StreamConfig.Table config(
      Path folder, boolean checkpoints, StreamConfig.LogEngine engine) {
    return new StreamConfig.Table(
        folder.toString(),
        "app",
        checkpoints,
        Optional.empty(),
        StreamConfig.SchemaEvolution.NONE,
        engine);
  }

  public TableSink sink() {
    return sink;
  }

  public OffsetStore store() {
    return store;
  }

  /** Appends rows, each a list of values in the order of the columns. */
  public TableFixture append(List<? extends List<?>> rows) {
    RowBatch batch = sink.newBatch();
    rows.forEach(row -> RowFiller.add(batch, row));
    sink.append(batch);
    return this;
  }

  /** Seals, submits and waits, with one transaction identifier of partition 0. */
  public CommitOutcome commit(OptionalLong expected, long version) {
    return commit(List.of(new TxnChange("app-0", expected, version)));
  }

  public CommitOutcome commit(List<TxnChange> txns) {
    SealedBatch batch = sink.seal(TxnUpdate.append(txns));
    sink.submit(batch);
    return outcome();
  }

  public CommitOutcome outcome() {
    return sink.awaitOutcome(Duration.ofSeconds(30)).orElseThrow();
  }

  /** Appends rows and commits them on top of whatever is stored. */
  public CommitOutcome write(List<? extends List<?>> rows) {
    TableSnapshot now = store.read();
    OptionalLong stored = now.txnVersion("app-0");
    return append(rows).commit(stored, stored.orElse(-1) + rows.size());
  }

  @Override
  public void close() {
    sink.close();
    table.close();
  }
}
