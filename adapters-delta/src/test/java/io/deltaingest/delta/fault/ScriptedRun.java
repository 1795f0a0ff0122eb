package io.deltaingest.delta.fault;

import io.deltaingest.delta.create.TableCreator;
import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.log.DeltaOffsetStore;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.sink.CommitLane;
import io.deltaingest.delta.sink.DeltaTableSink;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.RowFiller;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One worker's life on a table, through the real sink and log: opens it, writes batches of rows
 * with the ids 0, 1, …, commits each with the last id as offset, and closes. What fails for a while
 * is tried again from what the table has, as the ingest loop does; what needs a person ends it.
 */
final class ScriptedRun {

  static final String APP_ID = "app-0";
  static final int ROWS_PER_BATCH = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_TRIES = 1000;

  private final Path folder;

  /**
   * @param folder the table's, on whatever file system
   */
  ScriptedRun(Path folder) {
    this.folder = folder;
  }

  /** Creates the table if there is none. */
  void create() {
    TableStorage storage = new LocalTableStorage(folder);
    retrying(
        () -> {
          try {
            if (storage.log().find("00000000000000000000.json").isEmpty()) {
              new TableCreator("test", Clock.systemUTC())
                  .create(storage, new CreateTable(ForeignFiles.SCHEMA, List.of("day")));
            }
            return null;
          } catch (IOException failure) {
            throw storage.explain("Looking for a table failed", failure);
          }
        });
  }

  /**
   * Writes until the table has the batches; they may be there already.
   *
   * @param batches 1 for the ids 0 to 2, and so on
   * @throws IngestException when only a person can help
   */
  void write(int batches) {
    TableStorage storage = new LocalTableStorage(folder);
    retrying(
        () -> {
          storage.checkWritable();
          return null;
        });
    DeltaTableLog log = new DeltaTableLog(storage, "test", Clock.systemUTC());
    try (Checkpoints checkpoints = new Checkpoints(log, "faulty");
        CommitLane lane = new CommitLane("faulty", log, storage, checkpoints);
        DeltaTableSink sink =
            new DeltaTableSink(
                "stream-0",
                storage,
                log,
                lane,
                "app",
                true,
                IngestObserver.NONE,
                () -> Long.MAX_VALUE)) {
      write(new DeltaOffsetStore(log, storage.location()), sink, batches);
    }
  }

  private static void write(OffsetStore store, DeltaTableSink sink, int batches) {
    long last = (long) batches * ROWS_PER_BATCH - 1;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      TableSnapshot table = retrying(store::read);
      long stored = table.txnVersion(APP_ID).orElse(-1);
      sink.begin(table);
      while (stored < last && landed(writeBatch(sink, stored))) {
        stored += ROWS_PER_BATCH;
      }
      if (stored >= last) {
        return;
      }
    }
    throw new AssertionError("no progress");
  }

  private static CommitOutcome writeBatch(DeltaTableSink sink, long stored) {
    RowBatch rows = sink.newBatch();
    long to = stored + ROWS_PER_BATCH;
    for (long id = stored + 1; id <= to; id++) {
      RowFiller.add(rows, List.of(id, "day " + id % 2));
    }
    sink.append(rows);
    OptionalLong expected = stored < 0 ? OptionalLong.empty() : OptionalLong.of(stored);
    SealedBatch batch = sink.seal(TxnUpdate.append(List.of(new TxnChange(APP_ID, expected, to))));
    sink.submit(batch);
    Optional<CommitOutcome> outcome = sink.awaitOutcome(PATIENCE);
    return outcome.orElseThrow(() -> new AssertionError("no outcome"));
  }

  private static boolean landed(CommitOutcome outcome) {
    if (outcome instanceof CommitOutcome.Failed failed) {
      if (failed.failure() instanceof TransientException) {
        return false;
      }
      throw failed.failure();
    }
    if (outcome instanceof CommitOutcome.TableReplaced
        || outcome instanceof CommitOutcome.SchemaChanged) {
      throw new AssertionError(outcome);
    }
    return !(outcome instanceof CommitOutcome.OffsetsMoved);
  }

  private static <T> T retrying(Supplier<T> step) {
    TransientException last = null;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        return step.get();
      } catch (TransientException away) {
        last = away;
      }
    }
    throw new AssertionError("does not pass", last);
  }
}
