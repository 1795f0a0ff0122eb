package io.deltaingest.delta.log;

import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.deltaingest.delta.store.PendingLogFile;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * A log file written by Kernel. Closing puts it in place, unless its content is spoiled: Parquet's
 * writer closes its stream in good order, footer and all, even when the rows ended in an exception,
 * and a checkpoint that lacks files would be silent data loss. For one thread.
 */
final class LogOutputStream extends PositionOutputStream {

  private final PendingLogFile file;
  private final boolean replace;
  private final BooleanSupplier spoiled;
  private boolean closed;

  LogOutputStream(PendingLogFile file, boolean replace, BooleanSupplier spoiled) {
    this.file = file;
    this.replace = replace;
    this.spoiled = spoiled;
  }

  @Override
  public long getPos() {
    return file.position();
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
    closed = true;
    try (file) {
      if (spoiled.getAsBoolean()) {
        throw new IOException("the file was not written to its end, so it is not put in place");
      }
      file.publish(replace);
    }
  }
}
