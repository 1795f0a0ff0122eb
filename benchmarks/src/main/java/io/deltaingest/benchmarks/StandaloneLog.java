package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.node.TextNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.Operation;
import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.actions.AddFile;
import io.delta.standalone.actions.SetTransaction;
import io.deltaingest.quickstart.SampleTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** delta-standalone and its transactions. */
final class StandaloneLog implements LogUnderTest {

  private final Path table;
  private DeltaLog log;

  StandaloneLog(Path table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "delta-standalone's transactions";
  }

  @Override
  public List<Long> load() {
    log = DeltaLog.forTable(new Configuration(), table.toString());
    log.snapshot().getMetadata().getSchema();
    return offsets(log.startTransaction());
  }

  @Override
  public void commit(List<GeneratedActions.File> files, long offset) {
    OptimisticTransaction transaction = log.startTransaction();
    List<Action> actions = new ArrayList<>();
    for (int partition = 0; partition < offsets(transaction).size(); partition++) {
      actions.add(
          new SetTransaction(
              GeneratedTable.APP_ID + "-" + partition,
              offset,
              Optional.of(System.currentTimeMillis())));
    }
    for (GeneratedActions.File file : files) {
      actions.add(
          new AddFile(
              file.path(),
              Map.of(SampleTable.PARTITION_COLUMN, file.date()),
              file.size(),
              file.modificationTimeMillis(),
              true,
              // It writes this into the log as it is, where the protocol wants a JSON string.
              TextNode.valueOf(file.stats()).toString(),
              null));
    }
    transaction.commit(actions, new Operation(Operation.Name.STREAMING_UPDATE), "benchmark");
  }

  private static List<Long> offsets(OptimisticTransaction transaction) {
    List<Long> offsets = new ArrayList<>();
    for (int partition = 0; partition < GeneratedTable.PARTITIONS; partition++) {
      offsets.add(transaction.txnVersion(GeneratedTable.APP_ID + "-" + partition));
    }
    return offsets;
  }
}
