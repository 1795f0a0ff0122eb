package io.deltaingest.delta.file;

import io.deltaingest.domain.row.ColumnVector;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * A column whose values go into a dictionary as long as that pays, and are written plain else. A
 * dictionary whose first page would be no smaller than plain values is dropped, and the policy
 * told; one that has grown too large is kept for the pages that use it.
 *
 * @param <B> bounds of the values
 */
abstract class DictionaryChunk<B extends Bounds<B>> extends ColumnChunk<B> {

  private static final int ENOUGH_TO_JUDGE = 512;
  private static final int ENOUGH_WHEN_DOUBTFUL = 32;

  private final DictionaryPolicy policy;
  final ByteSink plain = new ByteSink();
  private int[] ids = new int[0];
  private int idCount;
  private boolean begun;
  private boolean collecting;
  private boolean pageUsesDictionary;
  private boolean dictionaryKept;

  DictionaryChunk(
      LeafColumn leaf, B pageBounds, B groupBounds, B fileBounds, DictionaryPolicy policy) {
    super(leaf, pageBounds, groupBounds, fileBounds);
    this.policy = policy;
  }

  @Override
  final void addValues(ColumnVector vector, int[] positions, int from, int count) {
    if (!begun && count > 0) {
      begun = true;
      collecting = policy.isWorthTrying();
    }
    if (!collecting) {
      addPlain(vector, positions, from, count);
      return;
    }
    if (ids.length < idCount + count) {
      ids = Arrays.copyOf(ids, Math.max(idCount + count, 2 * ids.length));
    }
    addIds(vector, positions, from, count, ids, idCount);
    idCount += count;
    pageUsesDictionary |= count > 0;
    judge();
  }

  @Override
  final int valueBytes() {
    return pageUsesDictionary ? idCount * 2 : plain.size();
  }

  @Override
  final boolean mustEndPage() {
    return pageUsesDictionary && dictionaryBytes() >= policy.largestBytes();
  }

  @Override
  final long valueHeapBytes() {
    return plain.heapBytes() + 4L * ids.length + dictionaryHeapBytes();
  }

  @Override
  final boolean takeIds(ByteSink out) {
    if (pageUsesDictionary && !dictionaryKept) {
      if (dictionaryBytes() + idBytes() >= plainBytes()) {
        giveUp();
      } else {
        dictionaryKept = true;
        policy.paidOff();
      }
    }
    if (pageUsesDictionary) {
      int bitWidth = idWidth();
      out.putByte(bitWidth);
      HybridEncoding.encode(ids, idCount, bitWidth, out);
      idCount = 0;
      pageUsesDictionary = false;
      collecting = dictionaryBytes() < policy.largestBytes();
      return true;
    }
    return false;
  }

  @Override
  final ByteSink plainValues() {
    return plain;
  }

  /** A dictionary would hold huge values once more, and hardly any of them is there twice. */
  @Override
  final void expectHugeValues() {
    begun = true;
    collecting = false;
  }

  @Override
  final void writeDictionary(ParquetFileWriter file, EncodingScratch scratch) throws IOException {
    if (!dictionaryKept) {
      return;
    }
    ByteSink entries = scratch.page();
    entries.clear();
    copyDictionary(entries);
    PageCompressor compressor = scratch.compressor();
    compressor.compress(entries);
    file.writeDictionaryPage(
        new DictionaryPage(compressor.view(), entries.size(), dictionarySize(), Encoding.PLAIN));
  }

  @Override
  final void beginGroup() {
    dropDictionary();
    dictionaryKept = false;
    begun = false;
    collecting = false;
    ids = new int[0];
  }

  /** Appends values plainly, and their bounds to those of the page. */
  abstract void addPlain(ColumnVector vector, int[] positions, int from, int count);

  /**
   * Puts the values' ids into {@code into} from {@code at} on, and new entries' bounds to those of
   * the row group.
   */
  abstract void addIds(
      ColumnVector vector, int[] positions, int from, int count, int[] into, int at);

  /** Appends an entry plainly. */
  abstract void copyEntry(int id, ByteSink out);

  abstract int dictionarySize();

  @Override
  abstract long dictionaryBytes();

  abstract long dictionaryHeapBytes();

  /** Appends all entries as PLAIN values. */
  abstract void copyDictionary(ByteSink out);

  abstract void dropDictionary();

  /** Bytes that the values of the page would take without the dictionary. */
  abstract long plainBytes();

  /** Gives the dictionary up early when nearly every value is new. */
  private void judge() {
    int enough = policy.isDoubtful() ? ENOUGH_WHEN_DOUBTFUL : ENOUGH_TO_JUDGE;
    if (!dictionaryKept && idCount >= enough && dictionarySize() > idCount - idCount / 4) {
      giveUp();
    }
  }

  /** Only before a page was finished with it: the page's values are written plainly after all. */
  private void giveUp() {
    for (int i = 0; i < idCount; i++) {
      copyEntry(ids[i], plain);
    }
    dropDictionary();
    ids = new int[0];
    idCount = 0;
    pageUsesDictionary = false;
    collecting = false;
    pageBounds().merge(groupBounds());
    groupBounds().clear();
    policy.failed();
  }

  private int idWidth() {
    return Math.max(1, HybridEncoding.bitWidth(Math.max(0, dictionarySize() - 1)));
  }

  private long idBytes() {
    return (long) idCount * idWidth() / 8;
  }
}
