package io.deltaingest.delta.store;

import java.io.IOException;

/**
 * A data file being written. For one thread at a time; it is handed on between threads as a whole.
 */
public interface DataFileOutput {

  /** Appends the bytes, which are the caller's again when this returns. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Bytes written so far, buffered ones included. */
  long position();

  /**
   * Ends the file: when this returns, its bytes survive a crash.
   *
   * @return the modification time in ms since the epoch
   */
  long finish() throws IOException;

  /** Gives the file up and removes it as far as that is possible. Does not throw. */
  void abort();
}
