package io.deltaingest.delta.file;

import io.deltaingest.domain.row.ColumnVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * One column of one open file: the page being filled, the finished pages of the row group, and
 * bounds of page, row group and file. Subclasses know the kind of value.
 *
 * @param <B> bounds of that kind
 */
abstract class ColumnChunk<B extends Bounds<B>> {

  private static final int PAGE_BYTES = 1 << 20;
  private static final int PAGE_ROWS = 20_000;

  final LeafColumn leaf;
  private final LevelBuffer definitions;
  private final LevelBuffer repetitions;
  private final List<Page> pages = new ArrayList<>();
  private long pagesBytes;
  private long pagesHeapBytes;
  private int pageRows;
  private int pageValues;
  private int pageNulls;
  private long groupValues;
  private long groupNulls;
  private long fileNulls;
  private final B pageBounds;
  private final B groupBounds;
  private final B fileBounds;

  ColumnChunk(LeafColumn leaf, B pageBounds, B groupBounds, B fileBounds) {
    this.leaf = leaf;
    this.pageBounds = pageBounds;
    this.groupBounds = groupBounds;
    this.fileBounds = fileBounds;
    this.definitions = new LevelBuffer(leaf.descriptor().getMaxDefinitionLevel());
    this.repetitions = new LevelBuffer(leaf.descriptor().getMaxRepetitionLevel());
  }

  /** Takes in the values that the shredder has prepared. */
  final void append(Shredder shredded, int rows, EncodingScratch scratch) throws IOException {
    if (!shredded.isHuge()) {
      add(shredded, rows, scratch);
      return;
    }
    if (pageValues > 0) {
      finishPage(scratch);
    }
    expectHugeValues();
    HugePages.takeTurn();
    try {
      add(shredded, rows, scratch);
    } finally {
      HugePages.endTurn();
    }
  }

  private void add(Shredder shredded, int rows, EncodingScratch scratch) throws IOException {
    int count = shredded.count();
    if (shredded.isComplete()) {
      definitions.addRun(leaf.descriptor().getMaxDefinitionLevel(), count);
    } else {
      definitions.add(shredded.definitions(), shredded.levels());
      if (leaf.isRepeated()) {
        repetitions.add(shredded.repetitions(), shredded.levels());
      }
    }
    addValues(shredded.values(), shredded.positions(), shredded.from(), count);
    pageRows += rows;
    pageValues += shredded.levels();
    pageNulls += shredded.levels() - count;
    if (pageRows >= PAGE_ROWS || valueBytes() >= PAGE_BYTES || mustEndPage()) {
      finishPage(scratch);
    }
  }

  /** Writes the row group's column, and begins another. */
  final void writeTo(ParquetFileWriter file, EncodingScratch scratch) throws IOException {
    if (pageValues > 0) {
      finishPage(scratch);
    }
    file.startColumn(leaf.descriptor(), groupValues, CompressionCodecName.SNAPPY);
    writeDictionary(file, scratch);
    boolean indexed = pages.stream().allMatch(page -> page.statistics() != null);
    for (Page page : pages) {
      file.writeDataPage(
          page.values(),
          page.uncompressedSize(),
          BytesInput.from(page.compressed(), 0, page.compressedSize()),
          indexed ? page.statistics() : null,
          page.rows(),
          Encoding.RLE,
          Encoding.RLE,
          page.isDictionary() ? Encoding.RLE_DICTIONARY : Encoding.PLAIN,
          null,
          null);
    }
    if (!indexed) {
      file.invalidateStatistics(statistics(groupBounds, groupNulls));
    }
    file.endColumn();
    fileBounds.merge(groupBounds);
    fileNulls += groupNulls;
    groupBounds.clear();
    groupValues = 0;
    groupNulls = 0;
    for (Page page : pages) {
      scratch.pages().giveBack(page.compressed());
    }
    pages.clear();
    pagesBytes = 0;
    pagesHeapBytes = 0;
    beginGroup();
  }

  /** Bounds over all row groups written. */
  final B fileBounds() {
    return fileBounds;
  }

  /** Nulls in all row groups written, at any depth. */
  final long fileNulls() {
    return fileNulls;
  }

  /** Compressed bytes of finished pages. */
  final long compressedBytes() {
    return pagesBytes;
  }

  /** Uncompressed bytes of what is not in a finished page, roughly. */
  final long openBytes() {
    return valueBytes() + dictionaryBytes() + pageValues / 4;
  }

  final long heapBytes() {
    return pagesHeapBytes + definitions.heapBytes() + repetitions.heapBytes() + valueHeapBytes();
  }

  /** Bounds of the row group that belong to no single page: those of dictionary entries. */
  final B groupBounds() {
    return groupBounds;
  }

  final B pageBounds() {
    return pageBounds;
  }

  /** Appends the values at {@code positions[from]} and after. */
  abstract void addValues(ColumnVector vector, int[] positions, int from, int count);

  /** Bytes that the values of the page take, uncompressed. */
  abstract int valueBytes();

  abstract long valueHeapBytes();

  /** Bytes of the dictionary, uncompressed; 0 where there is none. */
  long dictionaryBytes() {
    return 0;
  }

  /** Whether the page has to end for another reason than its size. */
  boolean mustEndPage() {
    return false;
  }

  /** The next values fill a page of their own; the last page is finished. */
  void expectHugeValues() {}

  /**
   * Appends the page's values to {@code out} if they are dictionary ids, and begins another page.
   *
   * @return whether they are; otherwise {@link #plainValues} has them
   */
  abstract boolean takeIds(ByteSink out);

  /** The page's values; cleared, another page begins. */
  abstract ByteSink plainValues();

  /** Writes the dictionary page, where there is one. */
  void writeDictionary(ParquetFileWriter file, EncodingScratch scratch) throws IOException {}

  /** Forgets what belongs to a row group. */
  void beginGroup() {}

  private void finishPage(EncodingScratch scratch) throws IOException {
    ByteSink out = scratch.page();
    out.clear();
    if (leaf.descriptor().getMaxRepetitionLevel() > 0) {
      repetitions.encode(out);
    }
    if (leaf.descriptor().getMaxDefinitionLevel() > 0) {
      definitions.encode(out);
    }
    boolean dictionary = takeIds(out);
    int size = out.size();
    PageCompressor compressor = scratch.compressor();
    if (dictionary) {
      compressor.compress(out);
    } else {
      ByteSink values = plainValues();
      size = Math.addExact(size, values.size());
      compressor.compress(out, values);
    }
    int compressedSize = compressor.size();
    byte[] compressed = compressor.take(scratch.pages());
    pages.add(
        new Page(
            pageValues,
            pageRows,
            size,
            compressed,
            compressedSize,
            dictionary,
            dictionary ? null : pageStatistics()));
    groupBounds.merge(pageBounds);
    groupValues += pageValues;
    groupNulls += pageNulls;
    pagesBytes += compressedSize;
    pagesHeapBytes += compressed.length;
    pageBounds.clear();
    definitions.clear();
    repetitions.clear();
    pageRows = 0;
    pageValues = 0;
    pageNulls = 0;
  }

  /**
   * Null where values are there but not their bounds: an index would take the page for one of
   * nulls.
   */
  private Statistics<?> pageStatistics() {
    boolean allNull = pageNulls == pageValues;
    return allNull || pageBounds.parquetMin() != null ? statistics(pageBounds, pageNulls) : null;
  }

  private Statistics<?> statistics(B bounds, long nulls) {
    return Statistics.getBuilderForReading(leaf.descriptor().getPrimitiveType())
        .withMin(bounds.parquetMin())
        .withMax(bounds.parquetMax())
        .withNumNulls(nulls)
        .build();
  }
}
