package io.deltaingest.delta.log;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.deltaingest.delta.store.DataStorage;
import io.deltaingest.delta.store.LogFile;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.PendingLogFile;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Kernel's view of files, on our storage: no Hadoop file system, no checksum siblings, files that
 * appear whole or not at all. Kernel lists and writes in the log folder only; what else the table
 * has it may read. It names files by a table path that is made up here, since only the part behind
 * it matters. Thread-safe.
 */
final class KernelFileIO implements FileIO {

  /** The table's path as Kernel sees it. */
  static final String TABLE_PATH = "/table";

  private static final String TABLE_PREFIX = TABLE_PATH + "/";
  private static final String LOG_PATH = TABLE_PREFIX + LogStorage.FOLDER + "/";

  /**
   * A row group is in memory as a whole, when it is written and when it is read for the next
   * checkpoint. Small ones keep that independent of the number of files, and let a reader pass over
   * those with nothing but files in them.
   */
  private static final Map<String, String> SETTINGS =
      Map.of("parquet.compression", "SNAPPY", "parquet.block.size", Integer.toString(4 << 20));

  private final LogStorage log;
  private final DataStorage data;
  private final String location;
  private final BooleanSupplier spoiled;

  /**
   * @param spoiled asked before a file is put in place: true when its content is known to be
   *     incomplete, so that it must not appear
   */
  KernelFileIO(TableStorage storage, BooleanSupplier spoiled) {
    this.log = storage.log();
    this.data = storage.data();
    this.location = storage.location();
    this.spoiled = spoiled;
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String filePath) throws IOException {
    List<LogFile> files = log.listFrom(name(filePath));
    Iterator<LogFile> each = files.iterator();
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public FileStatus next() {
        return status(each.next());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    return status(log.find(name(path)).orElseThrow(() -> new FileNotFoundException(name(path))));
  }

  @Override
  public String resolvePath(String path) {
    return path;
  }

  @Override
  public boolean mkdirs(String path) throws IOException {
    log.createFolder();
    return true;
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    return path.startsWith(LOG_PATH) ? new LogInputFile(path) : new DataInputFile(path, fileSize);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new LogOutputFile(path);
  }

  @Override
  public boolean delete(String path) throws IOException {
    return log.delete(name(path));
  }

  @Override
  public Optional<String> getConf(String confKey) {
    return Optional.ofNullable(SETTINGS.get(confKey));
  }

  @Override
  public void copyFileAtomically(String srcPath, String destPath, boolean overwrite)
      throws IOException {
    byte[] content = log.read(name(srcPath));
    try (PendingLogFile file = log.begin(name(destPath))) {
      file.write(content, 0, content.length);
      file.publish(overwrite);
    }
  }

  /** How Kernel names a file of the log. */
  static String path(String name) {
    return LOG_PATH + name;
  }

  /** The file of the log that Kernel names so. */
  static String name(String path) {
    if (path.startsWith(LOG_PATH)) {
      return path.substring(LOG_PATH.length());
    }
    throw new IllegalArgumentException(path + " is not in the log folder");
  }

  /** Kernel tells a missing file by this exception alone. */
  private static FileNotFoundException notFound(String path, NoSuchFileException absent) {
    FileNotFoundException translated = new FileNotFoundException(path);
    translated.initCause(absent);
    return translated;
  }

  private static FileStatus status(LogFile file) {
    return FileStatus.of(path(file.name()), file.size(), file.modificationTimeMillis());
  }

  private final class LogInputFile implements InputFile {
    private final String path;

    LogInputFile(String path) {
      this.path = path;
    }

    @Override
    public long length() throws IOException {
      return getFileStatus(path).getSize();
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public ChannelInputStream newStream() throws IOException {
      if (name(path).equals(LastCheckpoint.NAME) && LastCheckpoint.version(log) < 0) {
        // Kernel tries a bad hint again and again, seconds long; without one it just lists.
        throw new FileNotFoundException(path);
      }
      try {
        return new ChannelInputStream(log.open(name(path)));
      } catch (NoSuchFileException absent) {
        throw notFound(path, absent);
      }
    }
  }

  /** A data file, or a file of deletion vectors, which has no size here. */
  private final class DataInputFile implements InputFile {
    private final String path;
    private final long size;

    DataInputFile(String path, long size) {
      this.path = path;
      this.size = size;
    }

    @Override
    public long length() throws IOException {
      if (size > 0) {
        return size;
      }
      try (SeekableByteChannel channel = open()) {
        return channel.size();
      }
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public ChannelInputStream newStream() throws IOException {
      return new ChannelInputStream(open());
    }

    private SeekableByteChannel open() throws IOException {
      if (!path.startsWith(TABLE_PREFIX)) {
        throw new ConfigurationException(
            Problem.of(
                "The Delta table at " + location + " can't be read",
                "its log names a file outside of the table, " + path,
                "Use a table that holds its own files (not a shallow clone)"));
      }
      try {
        return data.open(path.substring(TABLE_PREFIX.length()));
      } catch (NoSuchFileException absent) {
        throw notFound(path, absent);
      }
    }
  }

  private final class LogOutputFile implements OutputFile {
    private final String path;

    LogOutputFile(String path) {
      this.path = path;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public LogOutputStream create(boolean atomicWrite) throws IOException {
      return new LogOutputStream(log.begin(name(path)), !atomicWrite, spoiled);
    }

    @Override
    public void writeAtomically(CloseableIterator<String> data, boolean overwrite)
        throws IOException {
      try (data;
          PendingLogFile file = log.begin(name(path))) {
        while (data.hasNext()) {
          byte[] line = (data.next() + "\n").getBytes(StandardCharsets.UTF_8);
          file.write(line, 0, line.length);
        }
        file.publish(overwrite);
      }
    }
  }
}
