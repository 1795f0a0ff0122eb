package io.deltaingest.delta.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file, or an open folder, whose reads, writes and syncs may fail. */
final class FaultyChannel extends FileChannel {

  private final FileChannel channel;
  private final Faults faults;
  private final Faults.Call sync;

  FaultyChannel(FileChannel channel, Faults faults, boolean folder) {
    this.channel = channel;
    this.faults = faults;
    this.sync = folder ? Faults.Call.SYNC_FOLDER : Faults.Call.SYNC;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return faults.at(Faults.Call.READ, "", () -> channel.read(target));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return faults.at(Faults.Call.READ, "", () -> channel.read(targets, offset, length));
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return faults.at(Faults.Call.READ, "", () -> channel.read(target, position));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    Faults.Moment fate = faults.next(Faults.Call.WRITE);
    if (fate == Faults.Moment.HALFWAY) {
      ByteBuffer half = source.duplicate().limit(source.position() + source.remaining() / 2);
      source.position(source.position() + channel.write(half));
    }
    return faults.at(fate, "", () -> channel.write(source));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return faults.at(Faults.Call.WRITE, "", () -> channel.write(sources, offset, length));
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return faults.at(Faults.Call.WRITE, "", () -> channel.write(source, position));
  }

  /** What the real disk does meanwhile does not matter here, and would take time. */
  @Override
  public void force(boolean metaData) throws IOException {
    faults.at(sync, "", () -> null);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    channel.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    channel.truncate(size);
    return this;
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return faults.at(Faults.Call.READ, "", () -> channel.transferTo(position, count, target));
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return faults.at(Faults.Call.WRITE, "", () -> channel.transferFrom(source, position, count));
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return channel.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return channel.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return channel.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    channel.close();
  }
}
