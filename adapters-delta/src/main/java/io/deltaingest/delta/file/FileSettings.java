package io.deltaingest.delta.file;

/**
 * Sizes within a data file.
 *
 * @param rowGroupBytes a row group ends when it has about as many: bytes as they go into the file
 *     of finished pages, uncompressed ones of open pages
 * @param dictionaryBytes a column's dictionary takes no more values when it has as many; 0 for no
 *     dictionaries
 */
public record FileSettings(long rowGroupBytes, int dictionaryBytes) {

  /** What streams write: see the measurement {@code bin/benchmark file-sizes}. */
  public static final FileSettings DEFAULT = new FileSettings(32L << 20, 1 << 20);

  public FileSettings {
    if (rowGroupBytes <= 0 || dictionaryBytes < 0) {
      throw new IllegalArgumentException(
          "row groups of " + rowGroupBytes + " bytes, dictionaries of " + dictionaryBytes);
    }
  }
}
