package io.deltaingest.delta.file;

import io.deltaingest.delta.store.DataStorage;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.row.RowBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

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
  private final EncodingScratch scratch;

  /**
   * @param mostIdleBytes heap that buffers may take while nobody uses them; the encoder's thread
   */
  public TableFileWriter(
      TableSnapshot table, TableLayout layout, DataStorage storage, LongSupplier mostIdleBytes) {
    this(table, layout, storage, mostIdleBytes, FileSettings.DEFAULT);
  }

  /**
   * @param mostIdleBytes heap that buffers may take while nobody uses them; the encoder's thread
   */
  public TableFileWriter(
      TableSnapshot table,
      TableLayout layout,
      DataStorage storage,
      LongSupplier mostIdleBytes,
      FileSettings settings) {
    this.table = table;
    this.layout = layout;
    this.storage = storage;
    this.scratch = new EncodingScratch(mostIdleBytes);
    this.format = new FileFormat(table, layout, settings);
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
    private final Deque<ParquetDataFile> ending = new ArrayDeque<>();
    private long fileBytes;
    private long encodedBytes;

    private FileSet() {}

    /**
     * Writes the rows; the batch is the caller's again afterwards. When the open files come to hold
     * more than they may, they are ended, as {@link #end} does it, and rows that follow begin new
     * ones: one row batch can have rows for more partitions than there is memory for.
     *
     * @param mostHeapBytes what the open files may hold
     */
    public void append(RowBatch batch, long mostHeapBytes, Consumer<WrittenFile> ended)
        throws IOException {
      int slice = sliceRows(batch);
      for (PartitionRouter.Group group : router.route(batch)) {
        ParquetDataFile file = group.file();
        fileBytes -= file.heapBytes();
        encodedBytes -= file.encodedBytes();
        file.append(batch, group.rows(), group.count(), slice, scratch);
        fileBytes += file.heapBytes();
        encodedBytes += file.encodedBytes();
        if (fileBytes > mostHeapBytes) {
          end(ended);
        }
      }
    }

    /** Heap bytes that the open files hold, and what is kept for their next pages. */
    public long heapBytes() {
      return fileBytes + router.heapBytes() + scratch.pages().idleBytes();
    }

    /** Bytes of the files so far, about; those that have ended are among them. */
    public long encodedBytes() {
      return encodedBytes;
    }

    /**
     * Ends the files, one after the other: all bytes of each are written when {@code ended} gets
     * it, and durable only when it is finished. What was handed over is the receiver's; after an
     * exception the rest is to be aborted.
     */
    public void end(Consumer<WrittenFile> ended) throws IOException {
      ending.addAll(router.takeFiles());
      while (!ending.isEmpty()) {
        ParquetDataFile file = ending.peek();
        fileBytes -= file.heapBytes();
        encodedBytes -= file.encodedBytes();
        WrittenFile written = file.end(scratch);
        ending.remove();
        encodedBytes += written.output().position();
        ended.accept(written);
      }
      scratch.pages().clear();
    }

    /** Gives the files up that have not ended, and removes them. */
    public void abort() {
      ending.addAll(router.takeFiles());
      ending.forEach(ParquetDataFile::abort);
      ending.clear();
      scratch.pages().clear();
      fileBytes = 0;
      encodedBytes = 0;
    }
  }
}
