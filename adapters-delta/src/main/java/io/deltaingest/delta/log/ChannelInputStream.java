package io.deltaingest.delta.log;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.deltaingest.delta.store.BufferedReads;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** A file of the table read by Kernel: buffered, with seeks. For one thread. */
final class ChannelInputStream extends SeekableInputStream {

  private final BufferedReads file;

  ChannelInputStream(SeekableByteChannel channel) {
    file = new BufferedReads(channel);
  }

  @Override
  public long getPos() throws IOException {
    return file.position();
  }

  @Override
  public void seek(long newPos) throws IOException {
    file.seek(newPos);
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
  public void readFully(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = read(bytes, offset + done, length - done);
      if (count < 0) {
        throw new EOFException("the file ends " + (length - done) + " bytes early");
      }
      done += count;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
