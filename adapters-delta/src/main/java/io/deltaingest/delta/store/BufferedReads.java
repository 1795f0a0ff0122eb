package io.deltaingest.delta.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file read in small pieces: what a library's own stream class is to be made of. One thread. */
public final class BufferedReads implements Closeable {

  private static final int BUFFER = 64 * 1024;

  private final SeekableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();

  /**
   * @param channel owned by this
   */
  public BufferedReads(SeekableByteChannel channel) {
    this.channel = channel;
  }

  /** Where the next byte comes from. */
  public long position() throws IOException {
    return channel.position() - buffer.remaining();
  }

  /** The next byte comes from there. */
  public void seek(long position) throws IOException {
    long ahead = position - position();
    if (ahead >= 0 && ahead <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) ahead);
      return;
    }
    buffer.clear().flip();
    channel.position(position);
  }

  /** The next byte, or -1 at the end. */
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xFF : -1;
  }

  /** Some of the next bytes, and how many; -1 at the end. */
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!buffer.hasRemaining() && length >= BUFFER) {
      return channel.read(ByteBuffer.wrap(bytes, offset, length));
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    buffer.clear();
    int count = channel.read(buffer);
    buffer.flip();
    return count > 0;
  }
}
