package io.deltaingest.delta.file;

/**
 * What encoding one column after the other needs once: shredder, page buffer, compressor. For one
 * thread.
 */
final class EncodingScratch {

  private static final int LARGEST_KEPT = 4 << 20;

  private final Shredder shredder = new Shredder();
  private final PageCompressor compressor = new PageCompressor();
  private ByteSink page = new ByteSink();

  Shredder shredder() {
    return shredder;
  }

  PageCompressor compressor() {
    return compressor;
  }

  /** Holds one page, uncompressed, while it is put together. */
  ByteSink page() {
    if (page.heapBytes() > LARGEST_KEPT) {
      page = new ByteSink();
    }
    return page;
  }
}
