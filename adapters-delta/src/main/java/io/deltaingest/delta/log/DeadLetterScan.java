package io.deltaingest.delta.log;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.DeadLetterStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Reads topic, partition and offset of the rows of one version of a table by Delta Kernel, file by
 * file, deleted rows left out. For one thread and one use.
 */
final class DeadLetterScan {

  private final TableStorage storage;
  private final KernelReader kernel;
  private final LogEngine engine;
  private final TableSnapshot table;

  DeadLetterScan(TableStorage storage, TableSnapshot table) {
    this.storage = storage;
    this.kernel = new KernelReader(storage);
    this.engine = new LogEngine(storage);
    this.table = table;
  }

  /**
   * Adds the offsets of the topic's rows that are wanted.
   *
   * @param files which files to open
   */
  void read(RecordedFiles files, String topic, RecordedOffsets wanted) {
    try {
      readFiles(scan(), files, topic, wanted);
    } catch (IOException | RuntimeException failure) {
      throw kernel.translate(
          "Reading the recorded offsets in " + storage.location() + " failed", failure);
    }
  }

  private ScanImpl scan() {
    Snapshot snapshot = snapshot();
    String id = snapshot.getMetadata().getId();
    if (!id.equals(table.tableId())) {
      throw new StreamFailedException(
          Problem.of(
              "The Delta table at " + storage.location() + " is not the one that was read before",
              "its id is " + id + ", and was " + table.tableId(),
              "Start the stream again if the new table is meant"));
    }
    StructType schema = snapshot.getSchema();
    StructType columns =
        new StructType()
            .add(schema.get(DeadLetterStore.TOPIC_COLUMN))
            .add(schema.get(DeadLetterStore.PARTITION_COLUMN))
            .add(schema.get(DeadLetterStore.OFFSET_COLUMN));
    return (ScanImpl) snapshot.getScanBuilder().withReadSchema(columns).build();
  }

  private Snapshot snapshot() {
    try {
      return TableManager.loadSnapshot(KernelFileIO.TABLE_PATH)
          .atVersion(table.version())
          .build(engine);
    } catch (KernelException gone) {
      // It was there a moment ago: its entries were cleaned up since.
      throw new TransientException(
          Problem.of(
              "Version " + table.version() + " of " + storage.location() + " can't be read",
              String.valueOf(gone.getMessage()),
              ""),
          gone);
    }
  }

  private void readFiles(ScanImpl scan, RecordedFiles files, String topic, RecordedOffsets wanted)
      throws IOException {
    Row state = scan.getScanState(engine);
    try (CloseableIterator<Row> rows = Utils.intoRows(scan.getScanFiles(engine, true))) {
      while (rows.hasNext()) {
        Row row = rows.next();
        AddFile file = new AddFile(row.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
        if (files.mayHold(
            texts(file.getTags()),
            texts(Optional.of(file.getPartitionValues())),
            file.getStatsJson())) {
          readFile(state, row, topic, wanted);
        }
      }
    }
  }

  private void readFile(Row state, Row file, String topic, RecordedOffsets wanted)
      throws IOException {
    try (CloseableIterator<FileReadResult> results =
            engine
                .getParquetHandler()
                .readParquetFiles(
                    Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                    ScanStateRow.getPhysicalDataReadSchema(state),
                    Optional.empty());
        CloseableIterator<ColumnarBatch> physical = results.map(FileReadResult::getData);
        CloseableIterator<FilteredColumnarBatch> logical =
            Scan.transformPhysicalData(engine, state, file, physical)) {
      while (logical.hasNext()) {
        collect(logical.next(), topic, wanted);
      }
    }
  }

  private static void collect(FilteredColumnarBatch rows, String topic, RecordedOffsets wanted) {
    ColumnarBatch data = rows.getData();
    ColumnVector topics = column(data, DeadLetterStore.TOPIC_COLUMN);
    ColumnVector partitions = column(data, DeadLetterStore.PARTITION_COLUMN);
    ColumnVector offsets = column(data, DeadLetterStore.OFFSET_COLUMN);
    ColumnVector selection = rows.getSelectionVector().orElse(null);
    for (int row = 0; row < data.getSize(); row++) {
      if (selection != null && (selection.isNullAt(row) || !selection.getBoolean(row))) {
        continue;
      }
      long partition = number(partitions, row);
      long offset = number(offsets, row);
      if (partition != DeadLetterNumbers.NONE
          && offset != DeadLetterNumbers.NONE
          && wanted.wants(partition, offset)
          && !topics.isNullAt(row)
          && topics.getString(row).equals(topic)) {
        wanted.add(partition, offset);
      }
    }
  }

  private static ColumnVector column(ColumnarBatch data, String name) {
    return data.getColumnVector(data.getSchema().indexOf(name));
  }

  private static long number(ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      return DeadLetterNumbers.NONE;
    }
    if (vector.getDataType() instanceof LongType) {
      return vector.getLong(row);
    }
    if (vector.getDataType() instanceof IntegerType) {
      return vector.getInt(row);
    }
    return DeadLetterNumbers.parse(vector.getString(row));
  }

  private static Map<String, String> texts(Optional<MapValue> map) {
    return map.map(VectorUtils::<String, String>toJavaMap).orElse(Map.of());
  }
}
