package io.deltaingest.delta.standalone;

import io.deltaingest.delta.store.BufferedReads;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.fs.FSInputStream;

/** A file of the log folder read by Hadoop: buffered, with seeks. For one thread. */
final class LogFileInput extends FSInputStream {

  private final BufferedReads file;

  LogFileInput(SeekableByteChannel channel) {
    file = new BufferedReads(channel);
  }

  @Override
  public void seek(long position) throws IOException {
    file.seek(position);
  }

  @Override
  public long getPos() throws IOException {
    return file.position();
  }

  @Override
  public boolean seekToNewSource(long position) {
    return false;
  }

  @Override
  public int read() throws IOException {
    return file.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return file.read(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
