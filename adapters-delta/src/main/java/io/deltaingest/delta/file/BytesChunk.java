package io.deltaingest.delta.file;

import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;

/** Strings and binary values: length and bytes. */
final class BytesChunk extends DictionaryChunk<BytesBounds> {

  /** Null while there is nothing in it: many open files never need one. */
  private BytesDictionary dictionary;

  private long plainBytes;

  BytesChunk(LeafColumn leaf, DictionaryPolicy policy) {
    super(leaf, new BytesBounds(), new BytesBounds(), new BytesBounds(), policy);
  }

  @Override
  void addPlain(ColumnVector vector, int[] positions, int from, int count) {
    BytesVector values = (BytesVector) vector;
    byte[] bytes = values.array();
    BytesBounds bounds = pageBounds();
    for (int i = from; i < from + count; i++) {
      int start = values.start(positions[i]);
      int length = values.length(positions[i]);
      plain.ensure(Integer.BYTES + length);
      plain.putIntUnchecked(length);
      plain.putBytesUnchecked(bytes, start, length);
      bounds.add(bytes, start, length);
    }
  }

  @Override
  void addIds(ColumnVector vector, int[] positions, int from, int count, int[] into, int at) {
    if (dictionary == null) {
      dictionary = new BytesDictionary();
    }
    BytesVector values = (BytesVector) vector;
    byte[] bytes = values.array();
    int next = at;
    for (int i = from; i < from + count; i++) {
      int start = values.start(positions[i]);
      int length = values.length(positions[i]);
      plainBytes += Integer.BYTES + length;
      int id = dictionary.idOf(bytes, start, length);
      if (id < 0) {
        id = ~id;
        groupBounds().add(bytes, start, length);
      }
      into[next++] = id;
    }
  }

  @Override
  void copyEntry(int id, ByteSink out) {
    dictionary.copyTo(id, out);
  }

  @Override
  int dictionarySize() {
    return dictionary == null ? 0 : dictionary.size();
  }

  @Override
  long dictionaryBytes() {
    return dictionary == null ? 0 : dictionary.page().size();
  }

  @Override
  long dictionaryHeapBytes() {
    return dictionary == null ? 0 : dictionary.heapBytes();
  }

  @Override
  void copyDictionary(ByteSink out) {
    out.putBytes(dictionary.page().array(), 0, dictionary.page().size());
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
}
