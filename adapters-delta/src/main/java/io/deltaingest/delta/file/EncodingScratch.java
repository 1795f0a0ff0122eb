package io.deltaingest.delta.file;

import java.util.function.LongSupplier;

/**
 * What encoding one column after the other needs once: shredder, page buffer, compressor. For one
 * thread.
 */
final class EncodingScratch {

  private final Shredder shredder = new Shredder();
  private final PageCompressor compressor = new PageCompressor();
  private final PageBuffers pages;
  private final ByteSink page = new ByteSink();

  /**
   * @param mostIdleBytes heap that buffers nobody uses may take
   */
  EncodingScratch(LongSupplier mostIdleBytes) {
    pages = new PageBuffers(mostIdleBytes);
  }

  Shredder shredder() {
    return shredder;
  }

  PageCompressor compressor() {
    return compressor;
  }

  /** Where compressed pages wait. */
  PageBuffers pages() {
    return pages;
  }

  /** Holds one page, uncompressed, while it is put together; of a huge one, not the values. */
  ByteSink page() {
    return page;
  }
}
