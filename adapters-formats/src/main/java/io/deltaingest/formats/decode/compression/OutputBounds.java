package io.deltaingest.formats.decode.compression;

/**
 * How large a value may become. Immutable.
 *
 * @param maxBytes never more than that
 * @param maxRatio never more than that many times the compressed size
 * @param ratioFreeBytes up to that size the ratio does not matter
 */
record OutputBounds(int maxBytes, int maxRatio, int ratioFreeBytes) {

  private static final int MEBIBYTE = 1 << 20;
  private static final int LARGEST = 64 * MEBIBYTE;

  /** A value is there as text, as nodes and as a row at the same time, beside those of others. */
  private static final int PART_OF_HEAP = 16;

  /** About what gzip can do at most; data of any use does not come near it. */
  private static final int LARGEST_RATIO = 1000;

  /** Bounds that a process with that much heap can bear. */
  static OutputBounds ofHeap(long heapBytes) {
    long bytes = Math.max(MEBIBYTE, Math.min(LARGEST, heapBytes / PART_OF_HEAP));
    return new OutputBounds((int) bytes, LARGEST_RATIO, MEBIBYTE);
  }

  /** Most bytes that may come out of a value of that size. */
  int ofValue(int compressedBytes) {
    return (int) Math.min(maxBytes, Math.max(ratioFreeBytes, (long) maxRatio * compressedBytes));
  }
}
