package io.deltaingest.delta.file;

/**
 * A column that is always written plainly.
 *
 * @param <B> bounds of the values
 */
abstract class PlainChunk<B extends Bounds<B>> extends ColumnChunk<B> {

  final ByteSink plain = new ByteSink();

  PlainChunk(LeafColumn leaf, B pageBounds, B groupBounds, B fileBounds) {
    super(leaf, pageBounds, groupBounds, fileBounds);
  }

  @Override
  final int valueBytes() {
    return plain.size();
  }

  @Override
  final long valueHeapBytes() {
    return plain.heapBytes();
  }

  @Override
  final boolean takeIds(ByteSink out) {
    return false;
  }

  @Override
  final ByteSink plainValues() {
    endValues();
    return plain;
  }

  /** Called before the page's values are taken. */
  void endValues() {}
}
