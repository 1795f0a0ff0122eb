package io.deltaingest.delta.file;

import io.deltaingest.delta.store.DataFileOutput;
import io.deltaingest.delta.store.DataStorage;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.RowBatch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * One data file being written: rows go into column chunks, chunks into row groups. The file itself
 * is made with its first row group, so that many small open files take no file handles.
 */
final class ParquetDataFile {

  /** What an open file takes beside its buffers: path, partition values, objects. As measured. */
  private static final long FILE_OVERHEAD = 768;

  /** The same for each of its columns: bounds, levels, array headers. */
  private static final long COLUMN_OVERHEAD = 512;

  /** What Parquet's writer keeps of a column of a row group until the footer is written. */
  private static final long FOOTER_BYTES = 1024;

  private static final ParquetProperties PROPERTIES = ParquetProperties.builder().build();
  private static final Map<String, String> KEY_VALUES =
      Map.of("writer.model.name", "kafka-delta-ingest");

  private final FileFormat format;
  private final DataStorage storage;
  private final Map<String, String> partitionValues;
  private final String path;
  private List<ColumnChunk<?>> chunks;
  private final long[] collectionNulls;
  private final ColumnVector[] chain;
  private DataFileOutput output;
  private ParquetFileWriter writer;
  private long footerBytes;
  private long groupRows;
  private long groupBytes;
  private long rows;
  private long heapBytes;
  private long encodedBytes;

  /**
   * @param partitionValues by partition column, in order; null values allowed
   */
  ParquetDataFile(FileFormat format, DataStorage storage, Map<String, String> partitionValues) {
    this.format = format;
    this.storage = storage;
    this.partitionValues = partitionValues;
    this.path =
        PartitionPath.of(partitionValues)
            + "part-00000-"
            + UUID.randomUUID()
            + "-c000.snappy.parquet";
    this.chunks = format.newChunks();
    this.collectionNulls = new long[format.statistics().collections().size()];
    this.chain = new ColumnVector[format.schema().depth()];
  }

  String path() {
    return path;
  }

  Map<String, String> partitionValues() {
    return partitionValues;
  }

  long rows() {
    return rows;
  }

  /** Heap that pages, dictionaries and buffers take, as of the last append. */
  long heapBytes() {
    return heapBytes;
  }

  /** Bytes in the file, and what those on the way to it will roughly come to. */
  long encodedBytes() {
    return encodedBytes;
  }

  /**
   * Appends some rows of a batch, those at {@code selection[0]} to {@code selection[count - 1]}.
   *
   * @param slice how many rows to encode at a time
   */
  void append(RowBatch batch, int[] selection, int count, int slice, EncodingScratch scratch)
      throws IOException {
    for (int from = 0; from < count; from += slice) {
      int length = Math.min(slice, count - from);
      appendSlice(batch, selection, from, length, scratch);
      if (groupBytes >= format.settings().rowGroupBytes()) {
        writeRowGroup(scratch);
      }
    }
    countCollectionNulls(batch, selection, count);
  }

  /** Writes what is held and the footer. The output, which still has to be finished, goes along. */
  WrittenFile end(EncodingScratch scratch) throws IOException {
    if (groupRows > 0) {
      writeRowGroup(scratch);
    }
    writer.end(KEY_VALUES);
    WrittenFile ended =
        new WrittenFile(
            path,
            partitionValues,
            output,
            rows,
            StatisticsJson.of(format.statistics(), chunks, collectionNulls, rows));
    output = null;
    forget();
    return ended;
  }

  /** Thousands of files may end one after the other: none keeps what it does not need any more. */
  private void forget() {
    writer = null;
    chunks = List.of();
    heapBytes = 0;
    encodedBytes = 0;
  }

  /** Gives the file up. */
  void abort() {
    if (output != null) {
      output.abort();
    }
    forget();
  }

  private void appendSlice(
      RowBatch batch, int[] selection, int from, int length, EncodingScratch scratch)
      throws IOException {
    Shredder shredder = scratch.shredder();
    long heap = overhead();
    long pending = 0;
    long group = 0;
    for (ColumnChunk<?> chunk : chunks) {
      shredder.shred(batch, chunk.leaf, selection, from, length);
      chunk.append(shredder, length, scratch);
      heap += chunk.heapBytes();
      pending += chunk.compressedBytes() + chunk.openBytes() / 2;
      group += chunk.compressedBytes() + chunk.openBytes();
    }
    shredder.release();
    groupRows += length;
    groupBytes = group;
    rows += length;
    heapBytes = heap;
    encodedBytes = (output == null ? 0 : output.position()) + pending;
  }

  private void writeRowGroup(EncodingScratch scratch) throws IOException {
    if (writer == null) {
      output = storage.create(path);
      writer =
          new ParquetFileWriter(
              new ParquetOutput(output),
              format.schema().message(),
              ParquetFileWriter.Mode.CREATE,
              format.settings().rowGroupBytes(),
              0,
              null,
              PROPERTIES);
      writer.start();
    }
    writer.startBlock(groupRows);
    for (ColumnChunk<?> chunk : chunks) {
      chunk.writeTo(writer, scratch);
    }
    writer.endBlock();
    groupRows = 0;
    groupBytes = 0;
    footerBytes += FOOTER_BYTES * chunks.size();
    heapBytes = overhead();
    for (ColumnChunk<?> chunk : chunks) {
      heapBytes += chunk.heapBytes();
    }
    encodedBytes = output.position();
  }

  private long overhead() {
    return FILE_OVERHEAD + COLUMN_OVERHEAD * chunks.size() + footerBytes;
  }

  private void countCollectionNulls(RowBatch batch, int[] selection, int count) {
    List<StatisticsPlan.Collection> collections = format.statistics().collections();
    for (int i = 0; i < collections.size(); i++) {
      StatisticsPlan.Collection collection = collections.get(i);
      collection.leaf().resolve(batch, chain);
      for (int row = 0; row < count; row++) {
        for (int depth = 0; depth <= collection.depth(); depth++) {
          if (chain[depth].isNull(selection[row])) {
            collectionNulls[i]++;
            break;
          }
        }
      }
    }
  }
}
