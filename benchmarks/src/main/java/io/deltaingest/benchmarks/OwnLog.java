package io.deltaingest.benchmarks;

import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.log.KernelReader;
import io.deltaingest.delta.log.SnapshotReader;
import io.deltaingest.delta.standalone.StandaloneReader;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.model.Txn;
import io.deltaingest.domain.port.TableLog.LogUpdate;
import io.deltaingest.domain.port.TableLog.PreparedCommit;
import io.deltaingest.domain.port.TableLog.PutResult;
import io.deltaingest.quickstart.SampleTable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * A log engine of this project: a library reads, the commit is our own entry put in place if
 * absent.
 */
final class OwnLog implements LogUnderTest {

  private final String name;
  private final TableStorage storage;
  private final Function<TableStorage, SnapshotReader> reader;
  private DeltaTableLog log;
  private TableSnapshot snapshot;

  private OwnLog(String name, Path table, Function<TableStorage, SnapshotReader> reader) {
    this.name = name;
    this.storage = new LocalTableStorage(table);
    this.reader = reader;
  }

  /** The log engine {@code kernel}. */
  static OwnLog kernel(Path table) {
    return new OwnLog("engine kernel", table, KernelReader::new);
  }

  /** The log engine {@code standalone}. */
  static OwnLog standalone(Path table) {
    return new OwnLog("engine standalone", table, StandaloneReader::new);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Long> load() {
    log = new DeltaTableLog(storage, reader.apply(storage), "benchmark", Clock.systemUTC());
    snapshot = log.load();
    return offsets();
  }

  @Override
  public void commit(List<GeneratedActions.File> files, long offset) {
    if (!(log.follow(snapshot) instanceof LogUpdate.Current current)) {
      throw new IllegalStateException("the table was replaced");
    }
    snapshot = current.snapshot();
    List<TxnChange> changes = new ArrayList<>();
    Map<String, Txn> txns = new HashMap<>();
    for (int partition = 0; partition < GeneratedTable.PARTITIONS; partition++) {
      String appId = GeneratedTable.APP_ID + "-" + partition;
      changes.add(new TxnChange(appId, snapshot.txnVersion(appId), offset));
      txns.put(appId, new Txn(offset, Txn.NO_TIME));
    }
    CommitMember member =
        new CommitMember(
            new SealedBatch(UUID.randomUUID().toString(), TxnUpdate.append(changes), files.size()),
            files.stream().map(OwnLog::dataFile).toList(),
            snapshot.tableId(),
            snapshot.rules(),
            GeneratedTable.APP_ID);
    PreparedCommit commit = log.prepare(snapshot, UUID.randomUUID().toString(), List.of(member));
    if (log.put(commit) != PutResult.MINE) {
      throw new IllegalStateException("somebody else wrote version " + commit.version());
    }
    snapshot = snapshot.advancedTo(commit.version(), txns);
  }

  /** The newest version that was read or written. */
  TableSnapshot snapshot() {
    return snapshot;
  }

  /** What writes checkpoints beside the commits that it is told of; the caller closes it. */
  Checkpoints checkpoints() {
    return new Checkpoints(log, "benchmark");
  }

  private List<Long> offsets() {
    List<Long> offsets = new ArrayList<>();
    for (int partition = 0; partition < GeneratedTable.PARTITIONS; partition++) {
      offsets.add(snapshot.txnVersion(GeneratedTable.APP_ID + "-" + partition).orElseThrow());
    }
    return offsets;
  }

  private static DataFile dataFile(GeneratedActions.File file) {
    return new DataFile(
        file.path(),
        Map.of(SampleTable.PARTITION_COLUMN, file.date()),
        file.size(),
        file.modificationTimeMillis(),
        1,
        file.stats());
  }
}
