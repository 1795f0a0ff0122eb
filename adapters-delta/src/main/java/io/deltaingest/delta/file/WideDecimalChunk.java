package io.deltaingest.delta.file;

import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;

/**
 * Decimals of more than 18 digits: the unscaled value, sign-extended to a fixed number of bytes.
 */
final class WideDecimalChunk extends PlainChunk<WideDecimalBounds> {

  private final int width;

  /**
   * @param width bytes of a value in the file
   */
  WideDecimalChunk(LeafColumn leaf, int width) {
    super(
        leaf,
        new WideDecimalBounds(width),
        new WideDecimalBounds(width),
        new WideDecimalBounds(width));
    this.width = width;
  }

  @Override
  void addValues(ColumnVector vector, int[] positions, int from, int count) {
    BytesVector values = (BytesVector) vector;
    byte[] bytes = values.array();
    plain.ensure(width * count);
    for (int i = from; i < from + count; i++) {
      int start = values.start(positions[i]);
      int length = values.length(positions[i]);
      if (length > width) {
        throw new IllegalStateException(
            "a value of " + leaf.name() + " has " + length + " bytes, more than its precision");
      }
      int sign = length > 0 && bytes[start] < 0 ? -1 : 0;
      for (int pad = length; pad < width; pad++) {
        plain.putByte(sign);
      }
      plain.putBytesUnchecked(bytes, start, length);
      pageBounds().add(plain.array(), plain.size() - width);
    }
  }
}
