package io.deltaingest.delta.file;

/**
 * Whether a dictionary is worth its hashing for one column, learned from the chunks written before.
 * A column of unique values (ids, offsets, times) fails at once and is then asked again ever more
 * seldom. Shared by the open files of an encoder; for its thread.
 */
final class DictionaryPolicy {

  private static final int LONGEST_REST = 256;

  private int rest;
  private int restAfterFailure;

  /** Asked at the start of a chunk: false while a failure is remembered. */
  boolean isWorthTrying() {
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
