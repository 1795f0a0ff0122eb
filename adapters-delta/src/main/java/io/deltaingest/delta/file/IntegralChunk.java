package io.deltaingest.delta.file;

import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;

/**
 * Whole numbers of four or eight bytes: integers, dates, timestamps, decimals of up to 18 digits.
 */
final class IntegralChunk extends DictionaryChunk<IntegralBounds> {

  private final int width;

  /** Null while there is nothing in it: many open files never need one. */
  private LongDictionary dictionary;

  private long plainBytes;

  /**
   * @param width bytes of a value in the file, 4 or 8
   */
  IntegralChunk(LeafColumn leaf, int width, DictionaryPolicy policy) {
    super(
        leaf,
        new IntegralBounds(width),
        new IntegralBounds(width),
        new IntegralBounds(width),
        policy);
    this.width = width;
  }

  @Override
  void addPlain(ColumnVector vector, int[] positions, int from, int count) {
    plain.ensure(width * count);
    if (vector instanceof IntVector values) {
      addInts(values, positions, from, count);
    } else {
      addLongs((LongVector) vector, positions, from, count);
    }
  }

  @Override
  void addIds(ColumnVector vector, int[] positions, int from, int count, int[] into, int at) {
    if (dictionary == null) {
      dictionary = new LongDictionary();
    }
    int next = at;
    if (vector instanceof IntVector values) {
      for (int i = from; i < from + count; i++) {
        into[next++] = id(values.get(positions[i]));
      }
    } else {
      LongVector values = (LongVector) vector;
      for (int i = from; i < from + count; i++) {
        into[next++] = id(values.get(positions[i]));
      }
    }
    plainBytes += (long) width * count;
  }

  @Override
  void copyEntry(int id, ByteSink out) {
    out.ensure(width);
    put(dictionary.entry(id), out);
  }

  @Override
  int dictionarySize() {
    return dictionary == null ? 0 : dictionary.size();
  }

  @Override
  long dictionaryBytes() {
    return (long) width * dictionarySize();
  }

  @Override
  long dictionaryHeapBytes() {
    return dictionary == null ? 0 : dictionary.heapBytes();
  }

  @Override
  void copyDictionary(ByteSink out) {
    out.ensure(width * dictionary.size());
    for (int id = 0; id < dictionary.size(); id++) {
      put(dictionary.entry(id), out);
    }
  }

  @Override
  void dropDictionary() {
    dictionary = null;
    plainBytes = 0;
  }

  @Override
  long plainBytes() {
    return plainBytes;
  }

  private int id(long value) {
    int id = dictionary.idOf(value);
    if (id < 0) {
      groupBounds().add(value);
      return ~id;
    }
    return id;
  }

  private void addInts(IntVector values, int[] positions, int from, int count) {
    IntegralBounds bounds = pageBounds();
    for (int i = from; i < from + count; i++) {
      int value = values.get(positions[i]);
      plain.putIntUnchecked(value);
      bounds.add(value);
    }
  }

  private void addLongs(LongVector values, int[] positions, int from, int count) {
    IntegralBounds bounds = pageBounds();
    for (int i = from; i < from + count; i++) {
      long value = values.get(positions[i]);
      put(value, plain);
      bounds.add(value);
    }
  }

  private void put(long value, ByteSink out) {
    if (width == Integer.BYTES) {
      out.putIntUnchecked((int) value);
    } else {
      out.putLongUnchecked(value);
    }
  }
}
