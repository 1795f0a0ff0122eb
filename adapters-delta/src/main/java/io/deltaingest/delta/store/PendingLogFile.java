package io.deltaingest.delta.store;

import java.io.Closeable;
import java.io.IOException;

/**
 * A log file on its way: invisible to readers until published. For one thread. Closing without
 * publishing leaves nothing.
 */
public interface PendingLogFile extends Closeable {

  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Bytes written. */
  long position();

  /**
   * Puts the file in place durably; not one of which a write failed.
   *
   * @param replace whether a file that is already there gives way
   * @throws java.nio.file.FileAlreadyExistsException when one is there and {@code replace} is false
   */
  void publish(boolean replace) throws IOException;
}
