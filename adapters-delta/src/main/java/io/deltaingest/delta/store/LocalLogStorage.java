package io.deltaingest.delta.store;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.port.TableLog.PutResult;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log folder on a local file system. Put-if-absent is a temporary file, synced, and a hard link
 * to it under the final name: the link fails when the name is taken, whichever process took it, and
 * readers never see half a file.
 */
final class LocalLogStorage implements LogStorage {

  private static final Logger LOG = LoggerFactory.getLogger(LocalLogStorage.class);
  private static final String TEMPORARY = ".ingest.tmp";

  /** EPERM, ENOTSUP, ENOSYS and EXDEV in words: what file systems without hard links say. */
  private static final List<String> NO_LINKS =
      List.of("not permitted", "not supported", "not implemented", "cross-device");

  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  private final Path folder;

  LocalLogStorage(Path folder) {
    this.folder = folder;
  }

  @Override
  public boolean exists() throws IOException {
    try {
      return Files.readAttributes(folder, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  @Override
  public void createFolder() throws IOException {
    LocalFolders.create(folder);
  }

  @Override
  public List<LogFile> listFrom(String name) throws IOException {
    List<LogFile> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String entryName = entry.getFileName().toString();
        if (entryName.compareTo(name) >= 0) {
          find(entryName).ifPresent(files::add);
        }
      }
    } catch (NoSuchFileException absent) {
      throw notFound(absent);
    }
    files.sort(Comparator.comparing(LogFile::name));
    return files;
  }

  @Override
  public Optional<LogFile> find(String name) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(folder.resolve(name), BasicFileAttributes.class);
      if (found.isDirectory()) {
        return Optional.empty();
      }
      return Optional.of(
          new LogFile(
              name,
              found.size(),
              found.lastModifiedTime().toMillis(),
              found.size() + "@" + found.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Override
  public SeekableByteChannel open(String name) throws IOException {
    return Files.newByteChannel(folder.resolve(name), StandardOpenOption.READ);
  }

  @Override
  public PutResult putIfAbsent(String name, byte[] content) throws IOException {
    Path target = folder.resolve(name);
    Path temporary = temporaryFor(name);
    try {
      try (FileChannel channel = createNew(temporary)) {
        writeFully(channel, ByteBuffer.wrap(content));
        channel.force(false);
      }
      link(temporary, target);
      LocalFolders.sync(folder);
      return PutResult.MINE;
    } catch (FileAlreadyExistsException taken) {
      if (!Arrays.equals(content, Files.readAllBytes(target))) {
        return PutResult.OTHER;
      }
      LocalFolders.sync(folder);
      return PutResult.MINE;
    } finally {
      deleteQuietly(temporary);
    }
  }

  @Override
  public PendingLogFile begin(String name) throws IOException {
    Path temporary = temporaryFor(name);
    return new PendingLocalFile(createNew(temporary), temporary, folder.resolve(name));
  }

  @Override
  public boolean delete(String name) throws IOException {
    return Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void sweep() throws IOException {
    Instant limit = Instant.now().minus(ABANDONED_AFTER);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ".*" + TEMPORARY)) {
      for (Path entry : entries) {
        if (Files.getLastModifiedTime(entry).toInstant().isBefore(limit)) {
          Files.deleteIfExists(entry);
        }
      }
    }
  }

  private Path temporaryFor(String name) {
    return folder.resolve("." + name.replace('/', '_') + "." + UUID.randomUUID() + TEMPORARY);
  }

  private static FileChannel createNew(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** A temporary file that stays is no failure of what it was for: readers don't see it. */
  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException left) {
      LOG.debug("{} is left to be swept later", temporary, left);
    }
  }

  private static void link(Path existing, Path name) throws IOException {
    try {
      Files.createLink(name, existing);
    } catch (FileAlreadyExistsException | NoSuchFileException known) {
      throw known;
    } catch (UnsupportedOperationException | FileSystemException refused) {
      if (refused instanceof FileSystemException other && !saysNoLinks(other)) {
        throw other;
      }
      if (Files.exists(name)) {
        throw new IOException("linking " + name + " failed", refused);
      }
      throw new ConfigurationException(
          Problem.of(
              "The Delta log at " + name.getParent() + " can't be written safely",
              "its file system refuses hard links (" + refused.getMessage() + ")",
              "Two writers could overwrite each other there: use a file system with hard links"),
          refused);
    }
  }

  /** Whether the file system has no hard links, by its words; other failures may pass. */
  private static boolean saysNoLinks(FileSystemException failure) {
    String reason = String.valueOf(failure.getReason()).toLowerCase(Locale.ROOT);
    return NO_LINKS.stream().anyMatch(reason::contains);
  }

  private static FileNotFoundException notFound(NoSuchFileException absent) {
    FileNotFoundException translated = new FileNotFoundException(absent.getFile());
    translated.initCause(absent);
    return translated;
  }

  /**
   * A file under a temporary name that is linked or renamed into place. Writes are gathered:
   * Parquet's writer makes most of them byte by byte.
   */
  private static final class PendingLocalFile implements PendingLogFile {
    private static final int GATHERED = 64 * 1024;

    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED);
    private final FileChannel channel;
    private final Path temporary;
    private final Path target;
    private long position;

    PendingLocalFile(FileChannel channel, Path temporary, Path target) {
      this.channel = channel;
      this.temporary = temporary;
      this.target = target;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > gathered.remaining()) {
        drain();
      }
      if (length > gathered.remaining()) {
        writeFully(channel, ByteBuffer.wrap(bytes, offset, length));
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
    public void publish(boolean replace) throws IOException {
      drain();
      channel.force(false);
      if (replace) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        link(temporary, target);
      }
      LocalFolders.sync(target.getParent());
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        deleteQuietly(temporary);
      }
    }

    private void drain() throws IOException {
      gathered.flip();
      writeFully(channel, gathered);
      gathered.clear();
    }
  }
}
