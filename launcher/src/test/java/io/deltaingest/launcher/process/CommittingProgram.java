package io.deltaingest.launcher.process;

import io.deltaingest.delta.DeltaTables;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Commits versions of one row to a table with the column {@code id}, by the classes of the packaged
 * jar, and waits for a checkpoint of the last. Arguments: table, log engine, versions.
 */
public final class CommittingProgram {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private CommittingProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    StreamConfig.Table config =
        new StreamConfig.Table(
            arguments[0],
            "app",
            true,
            Optional.empty(),
            StreamConfig.SchemaEvolution.NONE,
            StreamConfig.LogEngine.valueOf(arguments[1]));
    DeltaTables tables = new DeltaTables("test", Clock.systemUTC());
    try (DeltaTables.DeltaTable table = tables.open(config);
        TableSink sink = table.sink("stream", 0, IngestObserver.NONE)) {
      OffsetStore store = table.offsetStore();
      sink.begin(store.read());
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        commit(sink, store.read());
      }
      TableSnapshot last = store.read();
      System.out.println(last.version() + " " + last.txnVersion("app-0").orElseThrow());
      await(
          Path.of(arguments[0])
              .resolve("_delta_log")
              .resolve(String.format(Locale.ROOT, "%020d.checkpoint.parquet", last.version())));
    }
  }

  private static void commit(TableSink sink, TableSnapshot table) {
    OptionalLong stored = table.txnVersion("app-0");
    RowBatch rows = sink.newBatch();
    rows.beginRow();
    ((LongVector) rows.column(0)).append(stored.orElse(-1) + 1);
    rows.endRow();
    sink.append(rows);
    SealedBatch batch =
        sink.seal(TxnUpdate.append(List.of(new TxnChange("app-0", stored, stored.orElse(-1) + 1))));
    sink.submit(batch);
    CommitOutcome outcome = sink.awaitOutcome(PATIENCE).orElseThrow();
    if (!(outcome instanceof CommitOutcome.Committed)) {
      throw new IllegalStateException(outcome.toString());
    }
  }

  private static void await(Path file) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(file + " does not come");
      }
      Thread.sleep(20);
    }
  }
}
