package io.deltaingest.delta.file;

import io.deltaingest.domain.row.BooleanVector;
import io.deltaingest.domain.row.ColumnVector;

/** Truth values, eight to a byte. Delta keeps no bounds for them, so neither do we. */
final class BooleanChunk extends PlainChunk<NoBounds> {

  private int bits;
  private int bitCount;

  BooleanChunk(LeafColumn leaf) {
    super(leaf, NoBounds.INSTANCE, NoBounds.INSTANCE, NoBounds.INSTANCE);
  }

  @Override
  void addValues(ColumnVector vector, int[] positions, int from, int count) {
    BooleanVector values = (BooleanVector) vector;
    for (int i = from; i < from + count; i++) {
      if (values.get(positions[i])) {
        bits |= 1 << bitCount;
      }
      if (++bitCount == Byte.SIZE) {
        endValues();
      }
    }
  }

  @Override
  void endValues() {
    if (bitCount > 0) {
      plain.putByte(bits);
      bits = 0;
      bitCount = 0;
    }
  }
}
