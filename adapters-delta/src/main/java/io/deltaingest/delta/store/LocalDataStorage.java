package io.deltaingest.delta.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Data files on a local file system. */
final class LocalDataStorage implements DataStorage {

  private final Path root;

  /** How many folders are remembered; the rest are synced again, which costs time only. */
  private static final int KEPT = 10_000;

  /**
   * Folders whose entry in their parent was synced here. Of one that was there already nobody knows
   * that: another process may have made it a moment ago.
   */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  LocalDataStorage(Path root) {
    this.root = root;
  }

  @Override
  public DataFileOutput create(String path) throws IOException {
    Path file = root.resolve(path);
    try {
      return openNew(file);
    } catch (NoSuchFileException noFolder) {
      // Also what happens when another process cleans up empty folders between our two steps.
      makeFolders(file.getParent());
      return openNew(file);
    }
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return Files.newByteChannel(root.resolve(path), StandardOpenOption.READ);
  }

  @Override
  public void syncFolders(Collection<String> paths) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    Set<Path> entered = new HashSet<>();
    for (String path : paths) {
      Path folder = root.resolve(path).getParent();
      folders.add(folder);
      while (!folder.equals(root) && !durable.contains(folder)) {
        entered.add(folder);
        folder = folder.getParent();
        folders.add(folder);
      }
    }
    for (Path folder : folders) {
      LocalFolders.sync(folder);
    }
    if (durable.size() + entered.size() > KEPT) {
      durable.clear();
    }
    durable.addAll(entered);
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(root.resolve(path));
  }

  private void makeFolders(Path folder) throws IOException {
    Path at = folder;
    while (!at.equals(root) && !Files.isDirectory(at)) {
      durable.remove(at);
      at = at.getParent();
    }
    Files.createDirectories(folder);
  }

  private static DataFileOutput openNew(Path file) throws IOException {
    return new LocalDataFile(
        file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** Small writes (headers, footers) are gathered; pages go straight through. */
  private static final class LocalDataFile implements DataFileOutput {
    private static final int GATHERED = 16 * 1024;

    /** Written at a time: the thread keeps a native buffer as large as its largest write. */
    private static final int LARGEST_WRITE = 256 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED);
    private long position;

    LocalDataFile(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > gathered.remaining()) {
        drain();
      }
      if (length > gathered.remaining()) {
        for (int done = 0; done < length; done += LARGEST_WRITE) {
          writeFully(ByteBuffer.wrap(bytes, offset + done, Math.min(LARGEST_WRITE, length - done)));
        }
      } else {
        gathered.put(bytes, offset, length);
      }
      position += length;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public long finish() throws IOException {
      try (channel) {
        drain();
        channel.force(false);
      }
      return Files.getLastModifiedTime(file).toMillis();
    }

    @Override
    public void abort() {
      try (channel) {
        Files.deleteIfExists(file);
      } catch (IOException left) {
        // An unreferenced file is harmless, and VACUUM removes it.
      }
    }

    private void drain() throws IOException {
      gathered.flip();
      writeFully(gathered);
      gathered.clear();
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }
}
