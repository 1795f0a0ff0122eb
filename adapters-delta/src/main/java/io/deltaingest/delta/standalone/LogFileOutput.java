package io.deltaingest.delta.standalone;

import io.deltaingest.delta.store.PendingLogFile;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/**
 * A file of the log folder written by Hadoop. Closing puts it in place, unless a write failed;
 * abandoned, it never appears. For one thread.
 */
final class LogFileOutput extends OutputStream {

  private final LogConfiguration configuration;
  private final PendingLogFile file;
  private final boolean replace;
  private boolean closed;

  /**
   * @param configuration told when this begins and ends
   * @param file owned by this
   * @param replace whether a file that is already there gives way
   */
  LogFileOutput(LogConfiguration configuration, PendingLogFile file, boolean replace) {
    this.configuration = configuration;
    this.file = file;
    this.replace = replace;
    configuration.begun(this);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    file.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    end();
    try (file) {
      file.publish(replace);
    } catch (java.nio.file.FileAlreadyExistsException taken) {
      // The library knows this one only, and then takes the other writer's file as good.
      throw new FileAlreadyExistsException(taken.getMessage());
    }
  }

  /** Closes without putting the file in place; nothing after {@link #close}. */
  void abandon() throws IOException {
    if (!closed) {
      end();
      file.close();
    }
  }

  private void end() {
    closed = true;
    configuration.ended(this);
  }
}
