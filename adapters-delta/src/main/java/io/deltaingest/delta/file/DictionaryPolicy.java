package io.deltaingest.delta.file;

/**
 * Whether a dictionary is worth its hashing for one column, learned from the chunks written before.
 * A column of unique values (ids, offsets, times) fails at once and is then asked again ever more
 * seldom. Shared by the open files of an encoder; for its thread.
 */
final class DictionaryPolicy {

  private static final int LONGEST_REST = 256;

  private final int largestBytes;
  private int rest;
  private int restAfterFailure;

  /**
   * @param largestBytes of a dictionary; 0 for none
   */
  DictionaryPolicy(int largestBytes) {
    this.largestBytes = largestBytes;
  }

  /** A dictionary takes no more values when it has as many bytes. */
  int largestBytes() {
    return largestBytes;
  }

  /** Asked at the start of a chunk: false while a failure is remembered. */
  boolean isWorthTrying() {
    if (largestBytes == 0) {
      return false;
    }
    if (rest > 0) {
      rest--;
      return false;
    }
    return true;
  }

  /** Whether the last chunk that tried failed. */
  boolean isDoubtful() {
    return restAfterFailure > 0;
  }

  void failed() {
    restAfterFailure = Math.min(LONGEST_REST, restAfterFailure == 0 ? 4 : 4 * restAfterFailure);
    rest = restAfterFailure;
  }

  void paidOff() {
    restAfterFailure = 0;
  }
}
