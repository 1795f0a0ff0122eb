package io.deltaingest.delta.file;

/** Bounds of values that have none worth keeping. */
final class NoBounds implements Bounds<NoBounds> {

  static final NoBounds INSTANCE = new NoBounds();

  private NoBounds() {}

  @Override
  public void clear() {}

  @Override
  public void merge(NoBounds other) {}

  @Override
  public byte[] parquetMin() {
    return null;
  }

  @Override
  public byte[] parquetMax() {
    return null;
  }
}
