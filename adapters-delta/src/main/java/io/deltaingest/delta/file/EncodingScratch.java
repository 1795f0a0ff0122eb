package io.deltaingest.delta.file;

/**
 * What encoding one column after the other needs once: shredder, page buffer, compressor. For one
 * thread.
 */
final class EncodingScratch {

  private final Shredder shredder = new Shredder();
  private final PageCompressor compressor = new PageCompressor();
  private final ByteSink page = new ByteSink();

  Shredder shredder() {
    return shredder;
  }

  PageCompressor compressor() {
    return compressor;
  }

  /** Holds one page, uncompressed, while it is put together; of a huge one, not the values. */
  ByteSink page() {
    return page;
  }
}
