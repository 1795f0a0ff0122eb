package io.deltaingest.delta.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.replay.ActionWrapper;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.internal.replay.CreateCheckpointIterator;
import io.delta.kernel.internal.replay.LogReplay;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.model.Txn;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What we ask of Delta Kernel: the newest snapshot with its transaction identifiers, its opinion on
 * whether the table may be written, and checkpoints; rows of dead letters are read by {@link
 * DeadLetterScan}. Some of what the two use is internal to Kernel, which is why Kernel's version is
 * pinned and no other class knows. Thread-safe.
 */
public final class KernelReader implements SnapshotReader {

  private static final String PARQUET = ".parquet";

  /** Of the heap, for what a checkpoint's reader holds at once; rows and files have a third too. */
  private static final int SHARE_OF_HEAP = 3;

  private final TableStorage storage;
  private final long rowGroupLimit;
  private final ReadFailures failures;

  /**
   * @param storage of the table that is read
   */
  public KernelReader(TableStorage storage) {
    this(storage, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /**
   * @param rowGroupLimit the largest row group of a checkpoint that is read as a whole, in bytes
   */
  KernelReader(TableStorage storage, long rowGroupLimit) {
    this.storage = storage;
    this.rowGroupLimit = rowGroupLimit;
    this.failures = new ReadFailures(storage, KernelFileIO.TABLE_PATH, KernelReader::malformed);
  }

  @Override
  public Optional<LoadedTable> readLatest() {
    LogEngine engine = new LogEngine(storage);
    try {
      SnapshotImpl snapshot = loadLatest(engine);
      return Optional.of(
          new LoadedTable(
              snapshot.getVersion(),
              protocol(snapshot.getProtocol()),
              metadata(snapshot.getMetadata()),
              txns(engine, snapshot),
              clustering(snapshot),
              rowIdHighWaterMark(snapshot),
              checkpointVersion(snapshot),
              objection(snapshot)));
    } catch (TableNotFoundException absent) {
      return Optional.empty();
    } catch (IOException | RuntimeException failure) {
      throw translate("Reading the Delta log of " + storage.location() + " failed", failure);
    }
  }

  @Override
  public long readRowIdHighWaterMark(long version) {
    LogEngine engine = new LogEngine(storage);
    try {
      SnapshotImpl snapshot =
          (SnapshotImpl)
              TableManager.loadSnapshot(KernelFileIO.TABLE_PATH).atVersion(version).build(engine);
      return rowIdHighWaterMark(snapshot).orElse(TableDomains.NO_ROW_ID);
    } catch (IOException | RuntimeException failure) {
      throw translate("Reading the Delta log of " + storage.location() + " failed", failure);
    }
  }

  @Override
  public Checkpoint writeCheckpoint(int interval) throws IOException {
    LogEngine engine = new LogEngine(storage);
    SnapshotImpl snapshot = loadLatest(engine);
    Map<String, String> properties = snapshot.getMetadata().getConfiguration();
    OptionalLong last = checkpointVersion(snapshot);
    if (last.isPresent()
        && last.getAsLong() >= Checkpoints.newestDue(snapshot.getVersion(), interval)) {
      return new Checkpoint(last.getAsLong(), properties);
    }
    TableFeatures.validateKernelCanWriteToTable(
        snapshot.getProtocol(), snapshot.getMetadata(), storage.location());
    requireHeapFor(snapshot.getLogSegment().getCheckpoints());
    String name = LogNames.checkpoint(snapshot.getVersion());
    try (CreateCheckpointIterator actions = snapshot.getCreateCheckpointIterator(engine)) {
      engine.getParquetHandler().writeParquetFileAtomically(KernelFileIO.path(name), actions);
    } catch (IOException | RuntimeException failure) {
      if (!isAlreadyThere(failure)) {
        throw failure;
      }
    }
    LastCheckpoint.publish(storage.log(), snapshot.getVersion());
    return new Checkpoint(snapshot.getVersion(), properties);
  }

  /**
   * Every row of the checkpoint before goes into the next one, a row group at a time. Ours are
   * small; delta-rs makes one of a million files, which can be most of the heap of this process.
   */
  private void requireHeapFor(List<FileStatus> checkpoint) throws IOException {
    for (FileStatus file : checkpoint) {
      String name = KernelFileIO.name(file.getPath());
      if (name.endsWith(PARQUET)) {
        long largest = CheckpointFile.largestRowGroup(storage.log(), name);
        if (largest > rowGroupLimit) {
          throw new CheckpointBeyondHeapException(name, largest, rowGroupLimit);
        }
      }
    }
  }

  /** Whether another writer has put the same checkpoint in place meanwhile. */
  private static boolean isAlreadyThere(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof FileAlreadyExistsException) {
        return true;
      }
    }
    return false;
  }

  private static SnapshotImpl loadLatest(LogEngine engine) {
    return (SnapshotImpl) TableManager.loadSnapshot(KernelFileIO.TABLE_PATH).build(engine);
  }

  private static OptionalLong checkpointVersion(SnapshotImpl snapshot) {
    return snapshot
        .getLogSegment()
        .getCheckpointVersionOpt()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static List<List<String>> clustering(SnapshotImpl snapshot) throws IOException {
    if (!TableFeatures.isClusteringTableFeatureSupported(snapshot.getProtocol())) {
      return List.of();
    }
    Optional<String> domain = snapshot.getDomainMetadata(TableDomains.CLUSTERING);
    return domain.isEmpty() ? List.of() : TableDomains.clusteringColumns(domain.get());
  }

  private static OptionalLong rowIdHighWaterMark(SnapshotImpl snapshot) throws IOException {
    if (!TableFeatures.isRowTrackingSupported(snapshot.getProtocol())) {
      return OptionalLong.empty();
    }
    Optional<String> domain = snapshot.getDomainMetadata(TableDomains.ROW_TRACKING);
    return OptionalLong.of(
        domain.isEmpty() ? TableDomains.NO_ROW_ID : TableDomains.rowIdHighWaterMark(domain.get()));
  }

  /** Kernel knows rules that {@link WriterRules} may not have heard of. */
  private Optional<String> objection(SnapshotImpl snapshot) {
    try {
      TableFeatures.validateKernelCanWriteToTable(
          snapshot.getProtocol(), snapshot.getMetadata(), storage.location());
      return Optional.empty();
    } catch (KernelException | IllegalArgumentException refused) {
      return Optional.of(failures.firstLine(refused));
    }
  }

  private static TableProtocol protocol(Protocol protocol) {
    return TableProtocol.of(
        protocol.getMinReaderVersion(),
        protocol.getMinWriterVersion(),
        protocol.getReaderFeatures(),
        protocol.getWriterFeatures());
  }

  private static TableMetadata metadata(Metadata metadata) {
    return new TableMetadata(
        metadata.getId(),
        metadata.getSchemaString(),
        VectorUtils.toJavaList(metadata.getPartitionColumns()),
        metadata.getConfiguration(),
        new TableMetadata.Others(
            metadata.getName(), metadata.getDescription(), metadata.getCreatedTime()));
  }

  /** One pass over the log, newest first, so that the first of an application id is the one. */
  private static Map<String, Txn> txns(LogEngine engine, SnapshotImpl snapshot) throws IOException {
    Map<String, Txn> newest = new HashMap<>();
    Predicate hasTxn = new Predicate("IS_NOT_NULL", new Column(new String[] {"txn", "appId"}));
    try (CloseableIterator<ActionWrapper> actions =
        new ActionsIterator(
            engine,
            snapshot.getLogSegment().allFilesWithCompactionsReversed(),
            LogReplay.SET_TRANSACTION_READ_SCHEMA,
            Optional.of(hasTxn))) {
      while (actions.hasNext()) {
        ColumnVector column = actions.next().getColumnarBatch().getColumnVector(0);
        for (int row = 0; row < column.getSize(); row++) {
          SetTransaction txn = SetTransaction.fromColumnVector(column, row);
          if (txn != null) {
            newest.putIfAbsent(
                txn.getAppId(),
                new Txn(txn.getVersion(), txn.getLastUpdated().orElse(Txn.NO_TIME)));
          }
        }
      }
    }
    return newest;
  }

  /** Names a failure of Kernel, or of the storage below it, by what the caller may do. */
  IngestException translate(String doing, Exception failure) {
    Optional<IngestException> below = failures.below(doing, failure);
    if (below.isPresent()) {
      return below.get();
    }
    if (failure instanceof KernelException || failure instanceof IllegalArgumentException) {
      return new ConfigurationException(
          Problem.of(
              "The Delta table at " + storage.location() + " can't be used by this version",
              failures.firstLine(failure),
              "Check which table features and types it uses"),
          failure);
    }
    return failures.damaged(doing, failure);
  }

  private static Optional<String> malformed(Throwable failure) {
    return failure instanceof JsonProcessingException json
        ? Optional.of(json.getOriginalMessage())
        : Optional.empty();
  }
}
