package io.deltaingest.benchmarks;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.deltaingest.quickstart.SampleTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Delta Kernel and its own transactions. One takes a single {@code txn}, so its commits carry less
 * than the others'. The snapshot after a commit is used again where Kernel has one.
 */
final class KernelLog implements LogUnderTest {

  private final Path table;
  private final Engine engine = DefaultEngine.create(new Configuration());
  private Snapshot snapshot;

  KernelLog(Path table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "Kernel's transactions";
  }

  @Override
  public List<Long> load() {
    snapshot = latest();
    List<Long> offsets = new ArrayList<>();
    for (int partition = 0; partition < GeneratedTable.PARTITIONS; partition++) {
      offsets.add(
          snapshot
              .getLatestTransactionVersion(engine, GeneratedTable.APP_ID + "-" + partition)
              .orElseThrow());
    }
    return offsets;
  }

  @Override
  public void commit(List<GeneratedActions.File> files, long offset) {
    Transaction transaction =
        snapshot
            .buildUpdateTableTransaction("benchmark", Operation.STREAMING_UPDATE)
            .withTransactionId(GeneratedTable.APP_ID + "-0", offset)
            .build(engine);
    Row state = transaction.getTransactionState(engine);
    DataWriteContext context =
        Transaction.getWriteContext(
            engine,
            state,
            Map.of(SampleTable.PARTITION_COLUMN, Literal.ofString(files.get(0).date())));
    List<DataFileStatus> statuses = new ArrayList<>();
    for (GeneratedActions.File file : files) {
      statuses.add(
          new DataFileStatus(
              table.resolve(file.path()).toString(),
              file.size(),
              file.modificationTimeMillis(),
              Optional.empty()));
    }
    CloseableIterator<Row> adds =
        Transaction.generateAppendActions(
            engine, state, Utils.toCloseableIterator(statuses.iterator()), context);
    TransactionCommitResult result =
        transaction.commit(engine, CloseableIterable.inMemoryIterable(adds));
    snapshot = result.getPostCommitSnapshot().orElseGet(this::latest);
  }

  private Snapshot latest() {
    return TableManager.loadSnapshot(table.toString()).build(engine);
  }
}
