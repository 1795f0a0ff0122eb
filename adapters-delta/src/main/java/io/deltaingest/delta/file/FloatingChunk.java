package io.deltaingest.delta.file;

import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.DoubleVector;
import io.deltaingest.domain.row.FloatVector;

/** Floating-point numbers of four or eight bytes. */
final class FloatingChunk extends PlainChunk<FloatingBounds> {

  private final int width;

  /**
   * @param width bytes of a value in the file, 4 or 8
   */
  FloatingChunk(LeafColumn leaf, int width) {
    super(leaf, new FloatingBounds(width), new FloatingBounds(width), new FloatingBounds(width));
    this.width = width;
  }

  @Override
  void addValues(ColumnVector vector, int[] positions, int from, int count) {
    plain.ensure(width * count);
    FloatingBounds bounds = pageBounds();
    if (vector instanceof FloatVector values) {
      for (int i = from; i < from + count; i++) {
        float value = values.get(positions[i]);
        plain.putIntUnchecked(Float.floatToRawIntBits(value));
        bounds.add(value);
      }
    } else {
      DoubleVector values = (DoubleVector) vector;
      for (int i = from; i < from + count; i++) {
        double value = values.get(positions[i]);
        plain.putLongUnchecked(Double.doubleToRawLongBits(value));
        bounds.add(value);
      }
    }
  }
}
