package io.deltaingest.delta.file;

import io.deltaingest.delta.store.DataStorage;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.row.RowBatch;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Writes row batches to data files of one table version, for each set of files one file in each
 * table partition. For one encoder thread; see the package.
 */
public final class TableFileWriter {

  private static final int LARGEST_SLICE = 4096;
  private static final int SLICE_BYTES = 1 << 20;

  private final TableSnapshot table;
  private final TableLayout layout;
  private final DataStorage storage;
  private final FileFormat format;
  private final EncodingScratch scratch = new EncodingScratch();

  public TableFileWriter(TableSnapshot table, TableLayout layout, DataStorage storage) {
    this.table = table;
    this.layout = layout;
    this.storage = storage;
    this.format = new FileFormat(table, layout);
  }

  /** An empty set of files. */
  public FileSet begin() {
    return new FileSet();
  }

  /** Rows encoded at a time: few where rows are large, so that pages stay near their size. */
  private static int sliceRows(RowBatch batch) {
    long bytesPerRow = batch.heapBytes() / Math.max(1, batch.rowCount());
    return (int) Math.max(1, Math.min(LARGEST_SLICE, SLICE_BYTES / Math.max(1, bytesPerRow)));
  }

  /** The open files of one batch. */
  public final class FileSet {
    private final PartitionRouter router =
        new PartitionRouter(
            table.schema(),
            layout.stored().partitionColumns(),
            values -> new ParquetDataFile(format, storage, values));
    private long heapBytes;
    private long encodedBytes;

    private FileSet() {}

    /** Writes the rows; the batch is the caller's again afterwards. */
    public void append(RowBatch batch) throws IOException {
      int slice = sliceRows(batch);
      for (PartitionRouter.Group group : router.route(batch)) {
        ParquetDataFile file = group.file();
        heapBytes -= file.heapBytes();
        encodedBytes -= file.encodedBytes();
        file.append(batch, group.rows(), group.count(), slice, scratch);
        heapBytes += file.heapBytes();
        encodedBytes += file.encodedBytes();
      }
    }

    /** Open files. */
    public int count() {
      return router.files().size();
    }

    /** Heap bytes that the open files hold. */
    public long heapBytes() {
      return heapBytes;
    }

    /** Bytes of the files so far, about. */
    public long encodedBytes() {
      return encodedBytes;
    }

    /**
     * Ends the files, one after the other: all bytes of each are written when {@code ended} gets
     * it, and durable only when it is finished. What was handed over is the receiver's; after an
     * exception the rest is to be aborted.
     */
    public void end(Consumer<WrittenFile> ended) throws IOException {
      for (ParquetDataFile file : router.files()) {
        ended.accept(file.end(scratch));
      }
      heapBytes = 0;
    }

    /** Gives all files up and removes them. */
    public void abort() {
      for (ParquetDataFile file : router.files()) {
        file.abort();
      }
      heapBytes = 0;
      encodedBytes = 0;
    }
  }
}
