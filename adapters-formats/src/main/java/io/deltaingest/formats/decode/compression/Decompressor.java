package io.deltaingest.formats.decode.compression;

/** Decompresses one value after the other. Owns the state of its library; not thread-safe. */
interface Decompressor {

  /**
   * Decompresses all of a value, which may be several members or frames one after the other.
   *
   * @param bytes the value is from {@code start} to {@code end} of it
   * @param into begun, and empty
   * @return false when it could not be done; {@code into} says why
   */
  boolean decompress(byte[] bytes, int start, int end, DecompressedBytes into);
}
